package dev.cadenza.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** A card that could not be read surely waits in Tasklist; a marketer puts a field right there, and the lead is made. */
@LiveTest
@Tag("browser")
class CardFormBrowserTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Autowired
    Marketing marketing;
    @Autowired
    TestRestTemplate http;
    @Autowired
    TaskService tasks;
    @LocalServerPort
    int port;

    @Test
    void aMarketerCorrectsADoubtfulCardBesideItsPicture() throws IOException {
        Marketer marketer = Marketer.named("Clara", marketing, port);
        UUID card = upload(marketer);
        JsonNode read = await().atMost(PATIENCE).until(() -> marketing.get("/api/v1/business-cards/" + card).body(),
                found -> !found.get("status").asText().equals("PROCESSING"));
        assertThat(read.get("status").asText()).as("%s", read).isEqualTo("PENDING_REVIEW");
        Task task = await().atMost(PATIENCE).until(() -> tasks.createTaskQuery()
                .processInstanceBusinessKey(card.toString()).singleResult(), found -> found != null);
        String mail = "harriet-" + UUID.randomUUID() + "@windward-ladders.example";

        try (Browser browser = marketer.claims(task)) {
            browser.see(".rc-frame img");
            await().atMost(PATIENCE).until(() -> browser.script(
                    "return document.querySelector('.rc-frame img').naturalWidth > 100"), Boolean.TRUE::equals);
            browser.see("input[data-field='email']");
            browser.keep("card-form-before");
            assertThat(browser.script("const picture = document.querySelector('.rc-picture').getBoundingClientRect(),"
                    + " fields = document.querySelector('.rc-fields').getBoundingClientRect();"
                    + " return fields.left >= picture.right && fields.top < picture.bottom")).isEqualTo(true);

            browser.type("input[data-field='email']", "no address");
            browser.see(".rc-says", "e-mail");
            browser.keep("card-form-wrong");
            assertThat(String.valueOf(browser.script("return document.body.innerText"))).contains("Review business card")
                    .doesNotContain("Error");
            browser.type("input[data-field='email']", mail);
            browser.type("input[data-field='name']", "Harriet Quayle");
            await().atMost(PATIENCE).until(() -> browser.script("return document.querySelector('.rc-says') === null"),
                    Boolean.TRUE::equals);
            browser.keep("card-form");
            browser.click("button", "Complete");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(tasks.createTaskQuery().taskId(task.getId()).count())
                    .isZero());
        }

        JsonNode verified = await().atMost(PATIENCE).until(() -> marketing.get("/api/v1/business-cards/" + card).body(),
                found -> found.hasNonNull("leadId"));
        assertThat(verified.get("status").asText()).isEqualTo("USER_VERIFIED");
        assertThat(verified.get("reviewedBy").asText()).isEqualTo(marketer.email());
        JsonNode lead = marketing.get("/api/v1/leads/" + verified.get("leadId").asText()).body();
        assertThat(lead.get("email").asText()).isEqualTo(mail);
        assertThat(lead.get("firstName").asText()).isEqualTo("Harriet");
        assertThat(lead.get("lastName").asText()).isEqualTo("Quayle");
        assertThat(lead.get("company").asText()).isEqualTo("Windward Ladders Ltd");
    }

    /** No way to reach her stands on it, so that a person has to look. */
    private UUID upload(Marketer marketer) throws IOException {
        MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
        form.add("file", new ByteArrayResource(picture()) {
            @Override
            public String getFilename() {
                return "harriet.png";
            }
        });
        HttpHeaders headers = new HttpHeaders();
        headers.setContentType(MediaType.MULTIPART_FORM_DATA);
        JsonNode receipt = http.withBasicAuth(marketer.email(), Marketer.PASSWORD).postForObject("/api/v1/business-cards",
                new HttpEntity<>(form, headers), JsonNode.class);
        return UUID.fromString(receipt.at("/cards/0/cardId").asText());
    }

    private static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(1050, 600, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        pen.setColor(new Color(252, 250, 244));
        pen.fillRect(0, 0, 1050, 600);
        pen.setColor(new Color(30, 50, 80));
        int y = 120;
        for (String line : new String[] {"Harriet Quayle", "Head of Sales", "Windward Ladders Ltd", "12 Harbour Road, Bristol BS1 5TY"}) {
            pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, y == 120 ? 44 : 32));
            pen.drawString(line, 80, y);
            y += 70;
        }
        pen.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
