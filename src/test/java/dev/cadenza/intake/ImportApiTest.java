package dev.cadenza.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.event.EventConsumer;
import dev.cadenza.event.EventTurns;
import dev.cadenza.event.Listening;
import dev.cadenza.lead.EventKind;
import dev.cadenza.testing.CadenzaTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class ImportApiTest {

    @Autowired
    TestRestTemplate http;

    @Autowired
    RuntimeService runtime;

    @Autowired
    ManagementService management;

    @Autowired
    JdbcTemplate jdbc;

    private ImportsOverHttp imports;

    @BeforeEach
    void client() {
        imports = new ImportsOverHttp(http, runtime, management);
    }

    @Test
    void aFileBecomesLeads() {
        UUID id = imports.accepted("""
                First Name,Last Name,Email,Phone,Company,Favourite Colour
                Anna,Meyer,Anna.Meyer@first.example.com,+49 30 9000001,"Acme, Inc.",blue
                Bert,Özil,bert@first.example.com,,Beta,
                """, Map.of());
        JsonNode pending = imports.get("/api/v1/imports/" + id);
        assertThat(pending.get("status").textValue()).isEqualTo("PENDING");
        assertThat(pending.get("rowsRead").intValue()).isZero();

        imports.work(id);

        JsonNode done = imports.get("/api/v1/imports/" + id);
        assertThat(done.get("status").textValue()).isEqualTo("COMPLETED");
        assertThat(counts(done)).containsExactly(2, 2, 0, 0);
        assertThat(done.get("fraction").doubleValue()).isEqualTo(1.0);
        assertThat(done.get("bytesRead")).isEqualTo(done.get("bytes"));
        assertThat(done.get("delimiter").textValue()).isEqualTo(",");
        assertThat(done.get("encoding").textValue()).isEqualTo("UTF-8");
        assertThat(done.get("headerRow").intValue()).isEqualTo(1);
        assertThat(done.get("finishedAt")).isNotNull();
        JsonNode anna = lead("anna.meyer@first.example.com");
        assertThat(anna.get("phone").textValue()).isEqualTo("+49309000001");
        assertThat(anna.get("company").textValue()).isEqualTo("Acme, Inc.");
        assertThat(anna.get("source").textValue()).isEqualTo("csv");
        assertThat(anna.get("importBatchId").textValue()).isEqualTo(id.toString());
        assertThat(anna.get("attributes").get("favouriteColour").textValue()).isEqualTo("blue");
        assertThat(anna.get("rawData").get("Email").textValue()).isEqualTo("Anna.Meyer@first.example.com");
        assertThat(anna.get("rawData").get("Phone").textValue()).isEqualTo("+49 30 9000001");
        assertThat(lead("bert@first.example.com").get("lastName").textValue()).isEqualTo("Özil");
        assertThat(imports.instance(id)).isNull();
    }

    @Test
    void theUsualExportsAreImported() throws IOException {
        assertThat(counts(imports.importedFile("hubspot.csv"))).containsExactly(2, 2, 0, 0);
        assertThat(lead("jan.devries@hubexport.example.com").get("phone").textValue()).isEqualTo("+31612345678");
        assertThat(lead("marta.kowalska@hubexport.example.com").get("timezone").textValue())
                .isEqualTo("Europe/Warsaw");
        assertThat(counts(imports.importedFile("apollo.csv"))).containsExactly(2, 2, 0, 0);
        assertThat(lead("priya.nair@apollo-export.example.com").get("phone").textValue()).isEqualTo("+442079460958");
        assertThat(lead("omar.haddad@apollo-export.example.com").get("phone").textValue()).isEqualTo("+442079460999");
        JsonNode connections = imports.importedFile("linkedin-connections.csv");
        assertThat(counts(connections)).containsExactly(2, 1, 0, 1);
        assertThat(lead("lena.vogel@linkedin-export.example.com").get("linkedinUrl").textValue())
                .isEqualTo("https://www.linkedin.com/in/lena-vogel");
        assertThat(counts(imports.importedFile("sales-navigator.csv"))).containsExactly(1, 1, 0, 0);
        assertThat(lead("sofia.garcia@salesnav.example.com").get("lastName").textValue()).isEqualTo("López");
        assertThat(counts(imports.importedFile("mailchimp.csv"))).containsExactly(1, 1, 0, 0);
        assertThat(counts(imports.importedFile("google-old.csv"))).containsExactly(1, 1, 0, 0);
        assertThat(lead("kai.berg@google-old.example.com").get("title").textValue()).isEqualTo("Geschäftsführer");
        assertThat(counts(imports.importedFile("google-new.csv"))).containsExactly(1, 1, 0, 0);
        assertThat(lead("ivy.chen@google-new.example.com").get("attributes").get("notes").textValue())
                .isEqualTo("met at fair\nsecond line");
    }

    @Test
    void everyEncodingIsRead() throws IOException {
        imports.importedFile("german-windows-1252.csv");
        imports.importedFile("german-utf-16le-bom.csv");
        imports.importedFile("utf-16be-no-bom.csv");
        imports.importedFile("utf-8-bom-pipe.csv");

        JsonNode german = lead("juergen.mueller@deutsch.example.com");
        assertThat(german.get("name").textValue()).isEqualTo("Jürgen Müller");
        assertThat(german.get("city").textValue()).isEqualTo("Köln");
        assertThat(german.get("rawData").get("Ort").textValue()).isEqualTo("Köln");
        assertThat(lead("juergen@utf16.example.com").get("firstName").textValue()).isEqualTo("Jürgen");
        assertThat(lead("juergen@utf16.example.com").get("rawData").get("Nachname").textValue()).isEqualTo("Müller");
        assertThat(lead("zoe@utf16be.example.com").get("firstName").textValue()).isEqualTo("Zoë");
        assertThat(lead("anna@pipe.example.com").get("lastName").textValue()).isEqualTo("von der Leyen");
    }

    @Test
    void rowsThatMatchALeadUpdateIt() {
        imports.imported("""
                Email,Phone,First Name,Company,Size
                a@again.example.com,+49 30 9100001,Anna,Acme,10
                b@again.example.com,,Bert,Beta,20
                ,+49 30 9100003,Carl,,
                """);

        JsonNode again = imports.imported("""
                Email,Phone,First Name,Company,Size,Colour
                A@AGAIN.example.com,,,Acme II,,red
                b@again.example.com,+49 30 9100002,Bertha,,21,
                c@again.example.com,+49 30 9100003,,Gamma,,
                d@again.example.com,,Dora,,,
                """);

        assertThat(counts(again)).containsExactly(4, 1, 3, 0);
        JsonNode anna = lead("a@again.example.com");
        assertThat(List.of(anna.get("firstName").textValue(), anna.get("company").textValue(),
                anna.get("phone").textValue())).containsExactly("Anna", "Acme II", "+49309100001");
        assertThat(anna.get("attributes").toString()).contains("\"size\":\"10\"", "\"colour\":\"red\"");
        assertThat(anna.get("rawData").get("Company").textValue()).isEqualTo("Acme II");
        JsonNode bert = lead("b@again.example.com");
        assertThat(bert.get("firstName").textValue()).isEqualTo("Bertha");
        assertThat(bert.get("phone").textValue()).isEqualTo("+49309100002");
        assertThat(bert.get("company").textValue()).isEqualTo("Beta");
        JsonNode carl = lead("c@again.example.com");
        assertThat(carl.get("firstName").textValue()).isEqualTo("Carl");
        assertThat(carl.get("company").textValue()).isEqualTo("Gamma");
    }

    @Test
    void laterRowsOfOneFileUpdateEarlierOnes() {
        JsonNode done = imports.imported("""
                Email,Phone,First Name,City
                x@twice.example.com,,Xaver,Ulm
                y@twice.example.com,+49 30 9200001,Yves,
                X@twice.example.com,+49 30 9200002,,Bonn
                ,+49 30 9200001,Yvonne,Kiel
                x@twice.example.com,,Xenia,
                ,+49 30 9200002,,Jena
                """);

        assertThat(counts(done)).containsExactly(6, 2, 4, 0);
        JsonNode x = lead("x@twice.example.com");
        assertThat(List.of(x.get("firstName").textValue(), x.get("city").textValue(), x.get("phone").textValue()))
                .containsExactly("Xenia", "Jena", "+49309200002");
        JsonNode y = lead("y@twice.example.com");
        assertThat(List.of(y.get("firstName").textValue(), y.get("city").textValue()))
                .containsExactly("Yvonne", "Kiel");
    }

    @Test
    void thePhoneNumberOfAnotherLeadStaysWithIt() {
        imports.imported("""
                Email,Phone,First Name
                p@phone.example.com,+49 30 9300001,Pia
                q@phone.example.com,+49 30 9300002,Quirin
                """);

        JsonNode done = imports.imported("""
                Email,Phone,First Name
                p@phone.example.com,+49 30 9300002,Petra
                new@phone.example.com,+49 30 9300001,Nele
                """);

        assertThat(counts(done)).containsExactly(2, 1, 1, 0);
        assertThat(done.get("valuesLeftOut").intValue()).isEqualTo(2);
        assertThat(lead("p@phone.example.com").get("firstName").textValue()).isEqualTo("Petra");
        assertThat(lead("p@phone.example.com").get("phone").textValue()).isEqualTo("+49309300001");
        assertThat(lead("q@phone.example.com").get("phone").textValue()).isEqualTo("+49309300002");
        assertThat(lead("new@phone.example.com").has("phone")).isFalse();
        JsonNode refusals = imports.get("/api/v1/imports/" + done.get("id").textValue() + "/refusals");
        assertThat(refusals.get("content").findValuesAsText("code")).containsExactly("taken", "taken");
        assertThat(refusals.get("content").findValuesAsText("rowRefused")).containsOnly("false");
    }

    @Test
    void refusedRowsAreKeptWithTheirReason() {
        JsonNode done = imports.imported("""
                Email,Phone,First Name,Website
                ok@refused.example.com,,Olga,not a website

                nonsense,,=HYPERLINK("x"),
                ,,Nobody,
                half@refused.example.com,12345,Hal,
                """);

        assertThat(counts(done)).containsExactly(4, 2, 0, 2);
        assertThat(done.get("valuesLeftOut").intValue()).isEqualTo(2);
        String path = "/api/v1/imports/" + done.get("id").textValue();
        JsonNode refusals = imports.get(path + "/refusals?rowRefused=true");
        assertThat(refusals.get("totalElements").intValue()).isEqualTo(2);
        assertThat(refusals.get("content").findValuesAsText("row")).containsExactly("4", "5");
        assertThat(refusals.get("content").get(0).get("field").textValue()).isEqualTo("email");
        assertThat(refusals.get("content").get(0).get("raw").get("Email").textValue()).isEqualTo("nonsense");
        assertThat(refusals.get("content").findValuesAsText("code")).containsExactly("invalid", "no-address");
        assertThat(imports.get(path + "/refusals").get("totalElements").intValue()).isEqualTo(4);
        String csv = imports.text(path + "/refusals.csv").getBody();
        assertThat(csv).startsWith("\uFEFFCadenza row,Cadenza reason,Email,Phone,First Name,Website")
                .contains("nonsense,,\"'=HYPERLINK(\"\"x\"\")\",");
    }

    @Test
    void mendedRefusalsCanBeImportedAgain() {
        JsonNode done = imports.imported("""
                Email;Phone;Note
                broken;+49 1;-5
                """);
        String csv = imports.text("/api/v1/imports/" + done.get("id").textValue() + "/refusals.csv").getBody();
        assertThat(csv).contains("broken;'+49 1;'-5");

        JsonNode again = imports.imported(csv.replace("broken", "mended@refusals.example.com")
                .replace("+49 1;", "+49 30 9400001;"));

        assertThat(counts(again)).containsExactly(1, 1, 0, 0);
        JsonNode lead = lead("mended@refusals.example.com");
        assertThat(lead.get("phone").textValue()).isEqualTo("+49309400001");
        assertThat(lead.get("attributes").toString()).isEqualTo("{\"note\":\"-5\"}");
    }

    @Test
    void untidyFilesAreReadAsFarAsTheyGo() {
        String longCell = "x".repeat(5_000);
        JsonNode done = imports.imported("Email,First Name,Company,Note\n"
                + "short@untidy.example.com\n"
                + "long@untidy.example.com,Lou,Acme,n,extra,cells\n"
                + "\n,,,\n"
                + "nul@untidy.example.com,N\0ina,Ac\0me,\n"
                + "quoted@untidy.example.com,\"Quinn\",\"two\nlines\",\"a \"\"note\"\"\nof two lines\"\n"
                + "huge@untidy.example.com,Hugo,Acme," + longCell + "\n"
                + "last@untidy.example.com,Lasse,Acme,end");

        assertThat(counts(done)).containsExactly(6, 6, 0, 0);
        assertThat(lead("nul@untidy.example.com").get("firstName").textValue()).isEqualTo("Nina");
        assertThat(lead("quoted@untidy.example.com").get("attributes").get("note").textValue())
                .isEqualTo("a \"note\"\nof two lines");
        assertThat(lead("long@untidy.example.com").get("rawData").get("column 6").textValue()).isEqualTo("cells");
        assertThat(lead("last@untidy.example.com").get("attributes").get("note").textValue()).isEqualTo("end");
        assertThat(done.get("valuesLeftOut").intValue()).isEqualTo(2);
        JsonNode notes = imports.get("/api/v1/imports/" + done.get("id").textValue() + "/refusals").get("content");
        assertThat(notes.findValuesAsText("row")).containsExactly("7", "8");
    }

    @Test
    void aQuotationMarkThatIsNeverClosedCostsOneRow() {
        StringBuilder csv = new StringBuilder("Email,Note\n");
        csv.append("open@quote.example.com,\"never closed\n");
        for (int i = 0; i < 30_000; i++) {
            csv.append("row").append(i).append("@quote.example.com,some text that fills the file up\n");
        }

        JsonNode done = imports.imported(csv.toString());

        assertThat(counts(done)).containsExactly(30_001, 30_000, 0, 1);
        JsonNode refusal = imports.get("/api/v1/imports/" + done.get("id").textValue() + "/refusals").get("content");
        assertThat(refusal.get(0).get("row").intValue()).isEqualTo(2);
        assertThat(refusal.get(0).get("reason").textValue()).contains("never closed");
    }

    @Test
    void aFileWithAHeaderOnlyIsComplete() {
        assertThat(counts(imports.imported("Email,Name\n"))).containsExactly(0, 0, 0, 0);
        assertThat(imports.imported("Email").get("status").textValue()).isEqualTo("COMPLETED");
    }

    @Test
    void leadsAreAddedToAList() {
        JsonNode done = imports.imported("Email\n1@list.example.com\n2@list.example.com\n2@list.example.com\n",
                Map.of("newListName", "From a file", "source", "fair"));
        UUID list = UUID.fromString(done.get("listId").textValue());

        assertThat(members(list)).isEqualTo(2);
        assertThat(lead("1@list.example.com").get("source").textValue()).isEqualTo("fair");
        imports.imported("Email\n2@list.example.com\n3@list.example.com\n", Map.of("listId", list.toString()));
        assertThat(members(list)).isEqualTo(3);
    }

    @Test
    void whoWaitsForLeadsHearsOfThoseOfAFileAndNothingIsWrittenWhereNobodyDoes(@Autowired Listening listening,
            @Autowired EventTurns events, @Autowired List<EventConsumer> consumers) {
        Set<EventKind> waitedFor = consumers.stream().flatMap(consumer -> consumer.interests().stream())
                .collect(Collectors.toSet()); // workflows of other tests may be active
        imports.imported("Email,City\n1@quiet.example.com,Oslo\n");
        assertThat(told("1@quiet.example.com")).allMatch(event -> waitedFor.contains(EventKind.valueOf(event)));
        listening.to(EventKind.LEAD_CREATED, EventKind.LEAD_CHANGED, EventKind.TAG_ADDED, EventKind.LIST_JOINED);
        try {
            imports.imported("Email,City,Tags\n2@told.example.com,Oslo,vip\n3@told.example.com,Rome,\n",
                    Map.of("newListName", "Told"));
            imports.imported("Email,City,Tags\n2@told.example.com,Bergen,\"vip, new\"\n4@told.example.com,,\n");
            events.apply();
        } finally {
            listening.to();
        }
        assertThat(told("2@told.example.com")).containsExactlyInAnyOrder("LEAD_CREATED", "TAG_ADDED vip", "LIST_JOINED",
                "LEAD_CHANGED city", "LEAD_CHANGED attributes.tags", "TAG_ADDED new");
        assertThat(told("3@told.example.com")).containsExactlyInAnyOrder("LEAD_CREATED", "LIST_JOINED");
        assertThat(told("4@told.example.com")).containsExactly("LEAD_CREATED");
    }

    /** Lists are told by ids that nobody knows beforehand. */
    private List<String> told(String email) {
        return jdbc.queryForList("select case kind when 'LIST_JOINED' then kind else concat_ws(' ', kind, key) end"
                + " from lead_event where lead_id = (select id from lead where email = ?)"
                + " and kind in ('LEAD_CREATED', 'LEAD_CHANGED', 'TAG_ADDED', 'LIST_JOINED')", String.class, email);
    }

    @Test
    void aColumnMappingIsFollowed() {
        JsonNode done = imports.imported("Reach,Full,Shoe\nm@mapped.example.com,Mia Maus,38\n", Map.of("columnMapping",
                "{\"Reach\": \"email\", \"Full\": \"name\", \"Shoe\": \"attributes.shoeSize\"}"));

        assertThat(counts(done)).containsExactly(1, 1, 0, 0);
        JsonNode lead = lead("m@mapped.example.com");
        assertThat(lead.get("lastName").textValue()).isEqualTo("Maus");
        assertThat(lead.get("attributes").get("shoeSize").textValue()).isEqualTo("38");
    }

    @Test
    void badUploadsAreRefusedAndNothingIsStored() {
        long before = jdbc.queryForObject("select count(*) from import_piece", Long.class);

        assertThat(refused("", Map.of())).containsExactly("file empty");
        assertThat(refused("PK\003\004xlsx", Map.of())).containsExactly("file not-csv");
        assertThat(refused("Colour,Size\nred,5\n", Map.of())).containsExactly("file no-address-column");
        assertThat(refused("Email\na@b.example.com\n", Map.of("columnMapping", "[1]")))
                .containsExactly("columnMapping invalid");
        assertThat(refused("Email\na@b.example.com\n", Map.of("columnMapping", "{\"Mail\": \"email\"}")))
                .containsExactly("columnMapping.Mail unknown-column");
        assertThat(refused("Email\na@b.example.com\n", Map.of("listId", UUID.randomUUID().toString())))
                .containsExactly("listId unknown");
        assertThat(refused("Email\na@b.example.com\n", Map.of("listId", "7"))).containsExactly("listId invalid");
        assertThat(refused("Email\na@b.example.com\n", Map.of("newListName", "x".repeat(300))))
                .containsExactly("newListName too-long");

        assertThat(jdbc.queryForObject("select count(*) from import_piece", Long.class)).isEqualTo(before);
    }

    @Test
    void aCancelledImportGoesNoFurther() {
        UUID id = imports.accepted("Email\nnever@cancelled.example.com\n", Map.of());

        assertThat(imports.post("/api/v1/imports/" + id + "/cancel").getBody().get("status").textValue())
                .isEqualTo("CANCELLED");
        imports.work(id);

        assertThat(imports.instance(id)).isNull();
        assertThat(counts(imports.get("/api/v1/imports/" + id))).containsExactly(0, 0, 0, 0);
        assertThat(imports.post("/api/v1/imports/" + id + "/cancel").getStatusCode().value()).isEqualTo(409);
    }

    @Test
    void importsAreListedNewestFirst() {
        imports.imported("Email\nlisted@list-of-imports.example.com\n");
        UUID newest = imports.accepted("Email\nlisted@list-of-imports.example.com\n", Map.of());

        JsonNode page = imports.get("/api/v1/imports?size=2");

        assertThat(page.get("content").get(0).get("id").textValue()).isEqualTo(newest.toString());
        assertThat(page.get("content")).hasSize(2);
    }

    private List<String> refused(String csv, Map<String, String> form) {
        ResponseEntity<JsonNode> answer = imports.upload("bad.csv", csv.getBytes(StandardCharsets.UTF_8), form);
        assertThat(answer.getStatusCode().value()).as("%s", answer.getBody()).isEqualTo(422);
        List<String> errors = new ArrayList<>();
        answer.getBody().get("errors").forEach(error -> errors.add(error.get("field").textValue() + " "
                + error.get("code").textValue()));
        return errors;
    }

    private JsonNode lead(String email) {
        UUID id = jdbc.queryForObject("select id from lead where email = ?", UUID.class, email);
        return imports.get("/api/v1/leads/" + id);
    }

    private int members(UUID list) {
        return jdbc.queryForObject("select count(*) from lead_list_member where list_id = ?", Integer.class, list);
    }

    private static List<Integer> counts(JsonNode view) {
        return List.of(view.get("rowsRead").intValue(), view.get("rowsCreated").intValue(),
                view.get("rowsUpdated").intValue(), view.get("rowsRefused").intValue());
    }
}
