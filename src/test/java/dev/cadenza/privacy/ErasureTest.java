package dev.cadenza.privacy;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.LinkedMultiValueMap;

/** One person, with traces in every corner: handed out, and erased until nothing in the database names it. */
@CadenzaTest
class ErasureTest {

    @Autowired
    Marketing marketing;
    @Autowired
    Journeying journeying;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestRestTemplate http;
    @Autowired
    RuntimeService runtime;
    @Autowired
    EmbeddedMailServer mail;
    @Autowired
    ObjectMapper json;

    @Test
    void everythingAboutAPersonIsHandedOut() throws Exception {
        Traces ada = traces("ada.export@example.com", "Ada");

        JsonNode file = expect(200, marketing.get("/api/v1/leads/" + ada.lead() + "/personal-data")).body().get("data");

        assertThat(file.at("/lead/0/email").asText()).isEqualTo(ada.email());
        assertThat(file.at("/messages/0/body_html").asText()).contains("Ada");
        assertThat(file.get("drafts")).hasSize(1);
        assertThat(file.get("enrollments")).hasSize(1);
        assertThat(file.get("lists")).hasSize(2);
        assertThat(file.get("trackingHits")).hasSize(1);
        assertThat(file.get("inboundMails")).hasSize(2);
        assertThat(file.get("consents")).hasSize(1);
        assertThat(file.at("/importedRows/0/row/First name").asText()).isEqualTo("Ada");
        assertThat(file.get("importedRows")).hasSize(2);
        assertThat(file.at("/embeddedMailbox")).hasSize(1);
        assertThat(zip("/api/v1/leads/" + ada.lead() + "/personal-data.zip")).contains("about.json", "lead.json",
                "messages.json", "consents.json");
        assertThat(marketing.get("/api/v1/leads/" + UUID.randomUUID() + "/personal-data").status()).isEqualTo(404);
    }

    @Test
    void nothingInTheDatabaseNamesAnErasedPerson() {
        Traces grace = traces("grace.erasure@example.com", "Grace");
        assertThat(namedIn(grace)).contains("lead", "message", "draft", "import_piece", "inbound_mail",
                "consent", "enrollment", "act_ru_variable", "suppression", "mailbox_failure");
        List<String> sent = journeying.states(grace.campaign());

        UUID erasure = expect(202, marketing.post("/api/v1/erasures", Map.of("leadId", grace.lead()))).id();
        engine.runDueJobs();

        assertThat(marketing.get("/api/v1/erasures/" + erasure).body().get("status").asText()).isEqualTo("DONE");
        assertThat(namedIn(grace)).isEmpty();
        assertThat(mail.count(grace.email())).isZero();
        assertThat(marketing.get("/api/v1/leads/" + grace.lead()).status()).isEqualTo(404);
        assertThat(journeying.states(grace.campaign())).as("the campaign's numbers stay").isEqualTo(sent);
        assertThat(marketing.get("/api/v1/imports/" + grace.importId() + "/refusals").body().at("/content/0/reason")
                .asText()).isEqualTo("The row was erased.");
        assertThat(jdbc.queryForObject("select count(*) from lead where email = 'neighbour.of.grace@example.com'",
                Long.class)).as("rows around it stay").isEqualTo(1);
        UUID neighbour = jdbc.queryForObject("select id from lead where email = 'neighbour.of.grace@example.com'",
                UUID.class);
        assertThat(marketing.get("/api/v1/leads/" + neighbour).body().at("/rawData/First name").asText())
                .isEqualTo("Neighbour");
    }

    @Test
    void whoeverHasALongerAddressThatEndsLikeTheirsKeepsWhatIsWrittenAboutThem() {
        Traces ann = traces("ann.erasure@example.com", "Ann");
        String other = "jo" + ann.email();
        UUID failure = Ids.next();
        UUID activity = Ids.next();
        UUID neighbour = jdbc.queryForObject("select id from lead where email = 'neighbour.of.ann@example.com'", UUID.class);
        jdbc.update("insert into mailbox_failure (id, mailbox, uid_validity, uid, raw, received_at, attempts, error,"
                + " created_at) values (?, 'INBOX', 1, 2, ?, now(), 5, 'broken', now())", failure,
                ("From: " + other).getBytes(StandardCharsets.UTF_8));
        jdbc.update("insert into activity (id, at, action, entity_type, metadata) values (?, now(), 'LEAD_CREATED',"
                + " 'LEAD', jsonb_build_object('email', ?::text))", activity, other);
        String instance = runtime.startProcessInstanceByKey("double-opt-in", Map.of("leadId", neighbour.toString(),
                "senderAccountId", marketing.aSender().toString(), "note", "Call " + other)).getId();

        expect(202, marketing.post("/api/v1/erasures", Map.of("leadId", ann.lead())));
        engine.runDueJobs();

        assertThat(jdbc.queryForObject("select encode(raw, 'escape') from mailbox_failure where id = ?", String.class,
                failure)).contains(other);
        assertThat(jdbc.queryForObject("select metadata ->> 'email' from activity where id = ?", String.class, activity))
                .isEqualTo(other);
        assertThat(jdbc.queryForObject("select text_ from act_ru_variable where proc_inst_id_ = ? and name_ = 'note'",
                String.class, instance)).isEqualTo("Call " + other);
        assertThat(jdbc.queryForObject("select count(*) from mailbox_failure where encode(raw, 'escape') = ?", Long.class,
                "From: " + ann.email())).isZero();
    }

    @Test
    void anErasedAddressIsNeverWrittenToAgainAfterAnotherImport() {
        Traces mary = traces("mary.again@example.com", "Mary");
        expect(202, marketing.post("/api/v1/erasures", Map.of("address", "Mary.Again@example.com")));
        engine.runDueJobs();

        UUID lead = expect(201, marketing.post("/api/v1/leads", Map.of("email", mary.email()))).id();
        UUID campaign = marketing.aCampaign().to(List.of(lead)).mail("Again", "<p>Again</p>").launched();
        engine.runDueJobs();

        assertThat(journeying.states(campaign)).containsExactly("SUPPRESSED:1");
        assertThat(marketing.get("/api/v1/suppressions/check?address=" + mary.email()).body()
                .at("/suppression/reason").asText()).isEqualTo("ERASED");
    }

    @Test
    void whatIsBeingHandedOverIsErasedWhenItsOutcomeIsKnown() {
        List<UUID> leads = marketing.leads(1);
        UUID campaign = marketing.aCampaign().to(leads).mail("One", "<p>1</p>").delay("PT1H").mail("Two", "<p>2</p>")
                .launched();
        engine.runDueJobs();
        jdbc.update("update message set state = 'SENDING', pending = false where owner_id = ?", campaign);

        UUID erasure = expect(202, marketing.post("/api/v1/erasures", Map.of("leadId", leads.get(0)))).id();
        engine.runDueJobs();
        assertThat(marketing.get("/api/v1/erasures/" + erasure).body().get("status").asText()).isEqualTo("RUNNING");
        jdbc.update("update message set state = 'FAILED', error = address || ' is unknown here' where owner_id = ?",
                campaign);
        clock.advance(Duration.ofSeconds(10));
        engine.runDueJobs();

        assertThat(marketing.get("/api/v1/erasures/" + erasure).body().get("status").asText()).isEqualTo("DONE");
        assertThat(jdbc.queryForMap("select * from message where owner_id = ?", campaign)).containsEntry("address", "")
                .containsEntry("error", null).containsEntry("lead_id", null).containsEntry("withdrawn", "erased");
    }

    @Test
    void badRequestsSayWhy() {
        assertThat(marketing.post("/api/v1/erasures", Map.of()).status()).isEqualTo(422);
        assertThat(marketing.post("/api/v1/erasures", Map.of("address", "nobody")).status()).isEqualTo(422);
        assertThat(marketing.post("/api/v1/erasures", Map.of("leadId", UUID.randomUUID())).status()).isEqualTo(404);
    }

    private record Traces(UUID lead, String email, UUID campaign, UUID importId) {
    }

    /** A lead of a file that answers, clicks, bounces, is consented, and whose mail was once not understood. */
    private Traces traces(String email, String name) {
        UUID importId = imported("First name;Email;Phone\nNeighbour;neighbour.of." + name.toLowerCase()
                + "@example.com;\n" + name + ";" + email + ";\n;\"" + email + " (bad)\";\nLast;last.of."
                + name.toLowerCase() + "@example.com;\n");
        UUID lead = jdbc.queryForObject("select id from lead where email = ?", UUID.class, email);
        UUID campaign = marketing.aCampaign().to(List.of(lead)).mail("Hello {{firstName}}", "<p>Dear {{firstName}}</p>")
                .launched();
        engine.runDueJobs();
        journeying.everythingIsSent(campaign);
        UUID message = jdbc.queryForObject("select id from message where owner_id = ?", UUID.class, campaign);
        jdbc.update("insert into tracking_hit (message_id, kind, at, classification) values (?, 'OPEN', now(), 'HUMAN')",
                message);
        inbound(email, "APPLIED", lead, "From: " + email + "\r\n\r\nYes, " + name);
        inbound("mailer-daemon@example.com", "UNMATCHED", null, "Could not deliver to " + email.toUpperCase());
        jdbc.update("insert into mailbox_failure (id, mailbox, uid_validity, uid, raw, received_at, attempts, error,"
                + " created_at) values (?, 'INBOX', 1, 1, ?, now(), 5, 'broken', now())", Ids.next(),
                ("From: " + email).getBytes(StandardCharsets.UTF_8));
        jdbc.update("insert into suppression (id, channel, address, reason, lead_id, created_at)"
                + " values (?, 'EMAIL', ?, 'MANUAL', ?, now())", Ids.next(), "old." + email, lead);
        jdbc.update("insert into consent (id, lead_id, channel, granted, source, evidence, at, recorded_at)"
                + " values (?, ?, 'EMAIL', true, 'API', ?, now(), now())", Ids.next(), lead, "Form of " + email);
        runtime.startProcessInstanceByKey("double-opt-in", Map.of("leadId", lead.toString(), "senderAccountId",
                marketing.aSender().toString(), "note", "Call " + email));
        mail.deliver(email, ("To: " + email + "\r\n\r\nHello").getBytes(StandardCharsets.UTF_8));
        return new Traces(lead, email, campaign, importId);
    }

    private void inbound(String from, String status, UUID lead, String raw) {
        jdbc.update("insert into inbound_mail (id, mailbox, uid_validity, uid, received_at, raw, size, status,"
                + " from_address, lead_id, retry_at) values (?, 'privacy', 1, ?, now(), ?, 1, ?, ?, ?, now())", Ids.next(),
                System.nanoTime(), raw.getBytes(StandardCharsets.UTF_8), status, from, lead);
    }

    private UUID imported(String csv) {
        LinkedMultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
        form.add("file", new ByteArrayResource(csv.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public String getFilename() {
                return "people.csv";
            }
        });
        form.add("newListName", "Traces " + Ids.next());
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        ResponseEntity<JsonNode> answer = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery")
                .postForEntity("/api/v1/imports", new HttpEntity<>(form, headers), JsonNode.class);
        engine.runDueJobs();
        return UUID.fromString(answer.getBody().get("id").asText());
    }

    /** Tables of ours and of the engine's in which the address or the lead's id stands, as text or as bytes. */
    private Set<String> namedIn(Traces person) {
        Set<String> found = new TreeSet<>();
        List<String> tables = jdbc.queryForList("select table_name from information_schema.tables"
                + " where table_schema = 'public' and table_type = 'BASE TABLE'", String.class);
        for (String table : tables) {
            String bytes = String.join(" || ", bytesOf(table));
            String text = "lower(t::text" + (bytes.isEmpty() ? "" : " || " + bytes) + ")";
            Long rows = jdbc.queryForObject("select count(*) from " + table + " t where position(? in " + text
                    + ") > 0 or position(? in " + text + ") > 0", Long.class, person.email(), person.lead().toString());
            if (rows != null && rows > 0) {
                found.add(table);
            }
        }
        return found;
    }

    private List<String> bytesOf(String table) {
        List<String> columns = new ArrayList<>();
        jdbc.queryForList("select column_name from information_schema.columns where table_schema = 'public'"
                + " and table_name = ? and data_type = 'bytea'", String.class, table)
                .forEach(column -> columns.add("coalesce(encode(t." + column + ", 'escape'), '')"));
        return columns;
    }

    private List<String> zip(String path) throws Exception {
        byte[] bytes = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery").getForObject(path, byte[].class);
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                json.readTree(zip.readAllBytes());
                names.add(entry.getName());
            }
        }
        return names;
    }
}
