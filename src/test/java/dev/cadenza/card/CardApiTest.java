package dev.cadenza.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import dev.cadenza.identity.NewUser;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.identity.Users;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

/** Cards from their upload to their leads, over HTTP. */
@CadenzaTest
class CardApiTest {

    private static final String ME = "admin@cadenza.test";

    @Autowired
    TestRestTemplate http;
    @Autowired
    CardReading reading;
    @Autowired
    OcrJobs jobs;
    @Autowired
    RuntimeService runtime;
    @Autowired
    ManagementService management;
    @Autowired
    TaskService tasks;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    Users users;
    @Autowired
    TestClock clock;

    private CardsOverHttp cards;
    private final String unique = "marlene";

    @BeforeEach
    void signIn() {
        cards = new CardsOverHttp(http, reading, runtime, management);
    }

    @Test
    void aClearCardBecomesALeadOfItsEventAndItsList() throws IOException {
        String mail = "olga." + unique + "@nordwind-optik.example";
        UUID event = UUID.fromString(cards.post("/api/v1/events", Map.of("name", "Fair " + unique, "date",
                "2026-04-20"))
                .getBody().get("id").textValue());
        String phone = "+49 171 " + (2_000_000 + Math.floorMod(unique.hashCode(), 7_000_000));
        UUID card = cards.accepted(card("Olga Berger", "Sales Manager", "Nordwind Optik GmbH", mail, phone,
                "www.nordwind-optik.example"), Map.of("eventId", event.toString(), "newListName", "From cards "
                + unique));
        JsonNode fresh = cards.get(card);
        assertThat(fresh.get("status").textValue()).isEqualTo("PROCESSING");
        assertThat(fresh.get("ocrJob").get("status").textValue()).isEqualTo("PENDING");
        clock.advance(Duration.ofSeconds(7));

        JsonNode done = cards.worked(card);

        assertThat(done.get("status").textValue()).as("%s", done).isEqualTo("COMPLETED");
        assertThat(done.get("confidence").doubleValue()).isBetween(0.8, 1.0);
        assertThat(done.get("processedAt").textValue()).isGreaterThan(done.get("createdAt").textValue());
        assertThat(done.get("ocrJobs").get(0).get("status").textValue()).isEqualTo("COMPLETED");
        assertThat(done.get("ocrJobs").get(0).has("startedAt")).isTrue();
        assertThat(done.get("ocrRawData").get("lines")).isNotEmpty();
        assertThat(cards.instance(card)).isNull();
        JsonNode lead = cards.get("/api/v1/leads/" + done.get("leadId").textValue());
        assertThat(lead.get("firstName").textValue()).isEqualTo("Olga");
        assertThat(lead.get("lastName").textValue()).isEqualTo("Berger");
        assertThat(lead.get("email").textValue()).isEqualTo(mail);
        assertThat(lead.get("phone").textValue()).isEqualTo(phone.replace(" ", ""));
        assertThat(lead.get("company").textValue()).isEqualTo("Nordwind Optik GmbH");
        assertThat(lead.get("title").textValue()).isEqualTo("Sales Manager");
        assertThat(lead.get("source").textValue()).isEqualTo("business-card");
        assertThat(lead.get("attributes").get("eventName").textValue()).isEqualTo("Fair " + unique);
        assertThat(cards.get("/api/v1/events/" + event + "/leads").get("content").findValuesAsText("email"))
                .containsExactly(mail);
        assertThat(cards.get("/api/v1/events/" + event).get("cards").intValue()).isOne();
        assertThat(cards.get("/api/v1/lists/" + done.get("listId").textValue()).get("members").intValue()).isOne();
        assertThat(cards.activities(card)).containsExactly(Map.entry("contact_uploaded", ME),
                Map.entry("contact_processed", ""));
        ResponseEntity<byte[]> picture = cards.bytes(CardsOverHttp.CARDS + "/" + card + "/picture");
        assertThat(picture.getHeaders().getContentType()).hasToString("image/jpeg");
        assertThat(ImageIO.read(new ByteArrayInputStream(picture.getBody())).getWidth()).isGreaterThan(500);
    }

    @Test
    void aVCardInACodeIsTakenAsItsOwnerTypedIt() throws Exception {
        String mail = "zoe." + unique + "@kestrel.example";
        String vcard = "BEGIN:VCARD\nVERSION:3.0\nN:Świątek;Zoë;;;\nFN:Zoë Świątek\nORG:Kestrel Åkeri AB\nTITLE:Förare"
                + "\nTEL;TYPE=CELL:+46701234567\nTEL;TYPE=WORK,FAX:+4681234567\nEMAIL:" + mail
                + "\nURL:https://kestrel.example\nADR;TYPE=WORK:;;Storgatan 1;Umeå;;903 26;Sweden\nEND:VCARD";
        BufferedImage image = blank();
        Graphics2D pen = image.createGraphics();
        pen.drawImage(code(vcard, 420), 560, 90, null);
        pen.setFont(Typefaces.ALL.get(0).bold().deriveFont(40f));
        pen.setColor(Color.BLACK);
        pen.drawString("Zoe Swiatek", 60, 200);
        pen.dispose();

        JsonNode done = cards.worked(cards.accepted(png(image), Map.of()));

        assertThat(done.get("status").textValue()).as("%s", done).isEqualTo("COMPLETED");
        JsonNode name = done.get("fields").get("name");
        assertThat(name.get("value").textValue()).isEqualTo("Zoë Świątek");
        assertThat(name.get("source").textValue()).isEqualTo("CODE");
        assertThat(name.get("confidence").doubleValue()).isGreaterThan(0.95);
        assertThat(done.get("fields").get("company").get("value").textValue()).isEqualTo("Kestrel Åkeri AB");
        assertThat(done.get("fields").get("phones").findValuesAsText("kind")).containsExactlyInAnyOrder("MOBILE",
                "FAX");
        assertThat(cards.get("/api/v1/leads/" + done.get("leadId").textValue()).get("email").textValue())
                .isEqualTo(mail);
    }

    @Test
    void aDoubtfulCardWaitsForAPersonWhoSaysWhatItSays() throws IOException {
        UUID card = cards.accepted(doubtful(), Map.of());
        JsonNode waiting = cards.worked(card);
        assertThat(waiting.get("status").textValue()).as("%s", waiting).isEqualTo("PENDING_REVIEW");
        assertThat(waiting.has("leadId")).isFalse();
        Task task = task(card);
        assertThat(task.getName()).isEqualTo("Review business card");
        assertThat(tasks.getIdentityLinksForTask(task.getId()).get(0).getGroupId()).isEqualTo("marketer");

        String review = CardsOverHttp.CARDS + "/" + card + "/review";
        JsonNode refused = cards.post(review, Map.of("name", "Ines Vogel", "email", "no address", "colour", "red",
                "phones", List.of(Map.of("number", "12")))).getBody();
        assertThat(refused.get("errors").findValuesAsText("field")).containsExactlyInAnyOrder("email", "colour",
                "phones[0].number");
        assertThat(cards.post(review, Map.of("name", "Ines Vogel")).getStatusCode().value()).isEqualTo(422);
        assertThat(cards.post(review + "/check", Map.of("email", "no address")).getBody().get("errors")
                .findValuesAsText("field")).containsExactly("email");
        assertThat(cards.post(review + "/check", Map.of("email", "ines@vogel.example")).getBody().get("errors"))
                .isEmpty();
        assertThat(cards.post(CardsOverHttp.CARDS + "/" + UUID.randomUUID() + "/review/check", Map.of()).getStatusCode()
                .value()).isEqualTo(404);
        assertThat(task(card)).isNotNull();

        String mail = "ines." + unique + "@vogel.example";
        JsonNode done = cards.post(review, Map.of("name", "Dr. Ines von der Vogel", "email", mail, "phones",
                List.of(Map.of("number", "+49 30 1234567", "kind", "WORK")))).getBody();
        assertThat(done.get("status").textValue()).isEqualTo("USER_VERIFIED");
        assertThat(done.get("reviewedBy").textValue()).isEqualTo(ME);
        assertThat(done.has("reviewedAt")).isTrue();
        assertThat(done.get("fields").get("email").get("source").textValue()).isEqualTo("PERSON");
        JsonNode lead = cards.get("/api/v1/leads/" + done.get("leadId").textValue());
        assertThat(lead.get("firstName").textValue()).isEqualTo("Ines");
        assertThat(lead.get("lastName").textValue()).isEqualTo("von der Vogel");
        assertThat(cards.activities(card)).containsExactly(Map.entry("contact_uploaded", ME),
                Map.entry("contact_processed", ""), Map.entry("contact_reviewed", ME), Map.entry("contact_verified",
                        ME));
        assertThat(cards.post(review, Map.of("email", mail)).getStatusCode().value()).isEqualTo(409);
    }

    @Test
    void theTaskIsCompletedInTasklistWithTheReviewAsAVariable() throws IOException {
        UUID card = cards.accepted(doubtful(), Map.of());
        cards.worked(card);
        String complete = "/engine-rest/task/" + task(card).getId() + "/complete";
        assertThat(cards.post(complete, Map.of("variables", Map.of())).getStatusCode().is2xxSuccessful()).isFalse();
        assertThat(cards.post(complete, review("{\"name\":\"Nobody\"}")).getStatusCode().is2xxSuccessful()).isFalse();
        assertThat(cards.get(card).get("status").textValue()).isEqualTo("PENDING_REVIEW");

        ResponseEntity<JsonNode> done = cards.post(complete,
                review("{\"name\":\"Pia Lund\",\"email\":\"pia." + unique + "@lund.example\"}"));

        assertThat(done.getStatusCode().value()).as("%s", done.getBody()).isEqualTo(204);
        assertThat(cards.get(card).get("status").textValue()).isEqualTo("USER_VERIFIED");
        assertThat(cards.get(card).get("reviewedBy").textValue()).isEqualTo(ME);
        assertThat(cards.get(card).has("leadId")).isTrue();
    }

    @Test
    void whatIsNoCardIsDiscarded() throws IOException {
        UUID card = cards.accepted(doubtful(), Map.of());
        cards.worked(card);
        JsonNode done = cards.post(CardsOverHttp.CARDS + "/" + card + "/review", Map.of("discard", true)).getBody();
        assertThat(done.get("status").textValue()).isEqualTo("DISCARDED");
        assertThat(done.has("leadId")).isFalse();
        assertThat(cards.instance(card)).isNull();
        assertThat(cards.activities(card)).containsKeys("contact_reviewed", "contact_discarded")
                .doesNotContainKey("contact_verified");
    }

    @Test
    void aCardOfALeadThatIsThereAddsToIt() throws IOException {
        String mail = "rosa." + unique + "@merano.example";
        String lead = cards.post("/api/v1/leads", Map.of("email", mail, "firstName", "Rosa", "source", "csv", "city",
                "Bolzano")).getBody().get("id").textValue();
        JsonNode done = cards.worked(cards.accepted(card("Rosa Conti", "Sales Manager", "Merano Foods Ltd", mail,
                "+39 347 1234567", "www.merano.example"), Map.of()));
        assertThat(done.get("leadId").textValue()).isEqualTo(lead);
        JsonNode merged = cards.get("/api/v1/leads/" + lead);
        assertThat(merged.get("lastName").textValue()).isEqualTo("Conti");
        assertThat(merged.get("city").textValue()).isEqualTo("Bolzano");
        assertThat(merged.get("source").textValue()).isEqualTo("csv");
        assertThat(cards.activities(UUID.fromString(lead))).containsKeys("lead_created", "lead_merged");
    }

    @Test
    void theSamePictureIsRecognised() throws IOException {
        byte[] picture = doubtful();
        UUID first = cards.accepted(picture, Map.of());
        ResponseEntity<JsonNode> again = cards.upload(Map.of("other-name.jpg", picture, "new.jpg", doubtful()),
                Map.of());
        assertThat(again.getStatusCode().value()).isEqualTo(202);
        for (JsonNode card : again.getBody().get("cards")) {
            boolean same = card.get("file").textValue().equals("other-name.jpg");
            assertThat(card.get("duplicate").booleanValue()).isEqualTo(same);
            assertThat(card.get("cardId").textValue().equals(first.toString())).isEqualTo(same);
        }
    }

    @Test
    void eachPageOfAPdfIsACard() throws IOException {
        String[] mails = {"ada." + unique + "@pages.example", "bo." + unique + "@pages.example"};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PDDocument document = new PDDocument()) {
            for (String mail : mails) {
                PDPage page = new PDPage(new PDRectangle(255, 155));
                document.addPage(page);
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(card("Ada Lovage", "Engineer",
                        "Pages Data Ltd", mail, "+44 7700 900123", "www.pages.example")));
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.drawImage(JPEGFactory.createFromImage(document, image, 0.9f), 0, 0, 255, 155);
                }
            }
            document.save(bytes);
        }
        ResponseEntity<JsonNode> answer = cards.upload(Map.of("stack.pdf", bytes.toByteArray()), Map.of());
        assertThat(answer.getBody().get("cards").findValuesAsText("page")).containsExactly("1", "2");
        assertThat(answer.getHeaders().getLocation()).hasParameter("uploadId");
        for (int i = 0; i < 2; i++) {
            JsonNode done = cards.worked(UUID.fromString(answer.getBody().get("cards").get(i).get("cardId")
                    .textValue()));
            assertThat(done.get("fields").get("email").get("value").textValue()).isEqualTo(mails[i]);
        }
        JsonNode counts = cards.get(CardsOverHttp.CARDS + "/counts?uploadId="
                + answer.getBody().get("uploadId").textValue());
        assertThat(counts.get("total").intValue()).isEqualTo(2);
        assertThat(counts.get("byStatus").get("PROCESSING").intValue()).isZero();
    }

    @Test
    void whatCantBeReadFailsWithAReasonAndCanBeTriedAgain() throws IOException {
        byte[] broken = card("Eva Kern", "Engineer", "Kern Ltd", "eva@kern.example", "+44 7700 900124", "kern.example");
        // Whole from outside: only the coded pixels are damaged, so that nobody can tell before decoding.
        UUID card = cards.accepted(brokenPng(broken), Map.of());

        JsonNode failed = cards.worked(card);

        assertThat(failed.get("status").textValue()).isEqualTo("FAILED");
        assertThat(failed.get("ocrJob").get("status").textValue()).isEqualTo("FAILED");
        assertThat(failed.get("ocrJob").get("errorMessage").textValue()).contains("damaged");
        assertThat(failed.get("ocrJob").has("completedAt")).isTrue();
        assertThat(cards.instance(card)).isNull();
        ResponseEntity<JsonNode> retry = cards.post(CardsOverHttp.CARDS + "/" + card + "/retry", null);
        assertThat(retry.getStatusCode().value()).isEqualTo(202);
        assertThat(cards.worked(card).get("ocrJobs")).hasSize(2);
        assertThat(cards.activities(card)).containsKeys("contact_failed", "contact_retried");
    }

    @Test
    void aPictureThatTakesNodesDownIsGivenUp() throws Exception {
        UUID card = cards.accepted(doubtful(), Map.of());
        for (int i = 0; i < OcrJobs.ATTEMPTS; i++) {
            claimed(card);
            clock.advance(Duration.ofMinutes(11));
        }
        JsonNode failed = cards.worked(card);
        assertThat(failed.get("status").textValue()).isEqualTo("FAILED");
        assertThat(failed.get("ocrJob").get("errorMessage").textValue()).contains("broken off 3 times");
    }

    @Test
    void aDeletedCardLeavesNothingBehindButItsLead() throws IOException {
        UUID card = cards.accepted(doubtful(), Map.of());
        cards.worked(card);
        assertThat(cards.call(HttpMethod.DELETE, CardsOverHttp.CARDS + "/" + card, null).getStatusCode().value())
                .isEqualTo(204);
        assertThat(cards.instance(card)).isNull();
        assertThat(cards.call(HttpMethod.GET, CardsOverHttp.CARDS + "/" + card,
                null).getStatusCode().value()).isEqualTo(404);
        assertThat(jdbc.queryForObject("select count(*) from card_file f where not exists"
                + " (select 1 from business_card c where c.file_id = f.id)", Long.class)).isZero();
    }

    /** Syllables, as a recognizer reads them in names. */
    @Test
    void aPrivateCardIsNotThereForOthersUnlessTheyHaveThePictureToo() throws IOException {
        SignedInUser colleague = users.create(new NewUser("cards-" + UUID.randomUUID() + "@cadenza.test",
                "battery-staple-42", Role.MARKETER));
        TestRestTemplate theirs = http.withBasicAuth(colleague.email(), "battery-staple-42");
        byte[] picture = doubtful();
        UUID card = cards.accepted(picture, Map.of());
        String path = CardsOverHttp.CARDS + "/" + card;
        assertThat(theirs.getForEntity(path, String.class).getStatusCode().value()).isEqualTo(200);

        cards.call(HttpMethod.PUT, path + "/sharing", Map.of("sharedWithAll", false));

        for (String part : List.of("", "/picture?original=true", "/sharing")) {
            assertThat(theirs.getForEntity(path + part, String.class).getStatusCode().value()).as(part).isEqualTo(404);
        }
        assertThat(theirs.postForEntity(path + "/review", Map.of("discard", true),
                String.class).getStatusCode().value())
                .isEqualTo(404);
        assertThat(theirs.getForObject(CardsOverHttp.CARDS + "?size=500",
                String.class)).doesNotContain(card.toString());

        CardsOverHttp again = new CardsOverHttp(http, reading, runtime, management, colleague.email(),
                "battery-staple-42");
        assertThat(again.upload(Map.of("card.jpg", picture), Map.of()).getBody().at("/cards/0/duplicate")
                .booleanValue()).isTrue();
        assertThat(theirs.getForEntity(path, String.class).getStatusCode().value()).isEqualTo(200);
        assertThat(cards.call(HttpMethod.DELETE, path, null).getStatusCode().value()).isEqualTo(204);
        assertThat(jdbc.queryForObject("select count(*) from ownership where row_id = ?", Integer.class,
                card)).isZero();
    }

    private static String unique() {
        String[] syllables = {"ba", "ne", "ti", "ro", "ku", "la", "me", "so", "va", "ri", "to", "da", "se", "mo", "pa",
                "lu"};
        StringBuilder word = new StringBuilder();
        for (char digit : UUID.randomUUID().toString().substring(0, 6).toCharArray()) {
            word.append(syllables[Character.digit(digit, 16)]);
        }
        return word.toString();
    }

    /** A node takes the job up and dies. */
    private void claimed(UUID card) {
        for (OcrJobs.Claimed job = jobs.claim().orElseThrow(); !job.cardId().equals(card);
                job = jobs.claim().orElseThrow()) {
            assertThat(job.cardId()).as("a card of another test").isNotNull();
        }
    }

    private Task task(UUID card) {
        return tasks.createTaskQuery().processInstanceBusinessKey(card.toString()).singleResult();
    }

    private static Map<String, Object> review(String json) {
        return Map.of("variables", Map.of("cardReview", Map.of("value", json, "type", "String")));
    }

    private static BufferedImage blank() {
        BufferedImage image = new BufferedImage(1050, 600, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 1050, 600);
        pen.dispose();
        return image;
    }

    private static byte[] card(String name, String title, String company, String... rest) throws IOException {
        Map<String, Integer> lines = new LinkedHashMap<>();
        lines.put(name, 42);
        lines.put(title, 28);
        lines.put(company, 34);
        List.of(rest).forEach(line -> lines.put(line, 27));
        return Wear.jpeg(drawn(lines), 0.9f);
    }

    /** A name and an ornament: nobody can be reached at that. Each one is another picture. */
    private byte[] doubtful() throws IOException {
        return Wear.jpeg(drawn(Map.of("Ines Vogel " + unique(), 40)), 0.9f);
    }

    private static BufferedImage drawn(Map<String, Integer> lines) {
        BufferedImage image = blank();
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(Color.BLACK);
        int y = 90;
        for (Map.Entry<String, Integer> line : lines.entrySet()) {
            Font face = line.getValue() > 30 ? Typefaces.ALL.get(0).bold() : Typefaces.ALL.get(0).plain();
            pen.setFont(face.deriveFont((float) line.getValue()));
            pen.drawString(line.getKey(), 70, y);
            y += line.getValue() * 1.8;
        }
        pen.dispose();
        return image;
    }

    private static BufferedImage code(String text, int side) throws WriterException {
        BitMatrix matrix = new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, side, side,
                Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"));
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, matrix.get(x, y) ? 0 : 0xFFFFFF);
            }
        }
        return image;
    }

    static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static byte[] brokenPng(byte[] jpeg) throws IOException {
        byte[] png = png(ImageIO.read(new ByteArrayInputStream(jpeg)));
        for (int i = 60; i < 400; i++) {
            png[i] ^= 0x5A;
        }
        return png;
    }
}
