package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

@CadenzaTest
class EmbeddedMailboxControllerTest {

    @Autowired
    SmtpProvider provider;

    @Autowired
    EmbeddedMailServer server;

    @Autowired
    TestRestTemplate http;

    @Test
    void whatTheProviderSendsIsSeenInTheMailbox() {
        String address = "anna+" + Ids.next() + "@example.org";
        String mailbox = "anna@example.org";
        provider.send(java.util.List.of(Mails.aMail().to(address, "Änna").subject("Grüße 👋").text("Hallo")
                .html("<p>Hallo</p><script>alert(1)</script>").build()), (mail, result) ->
                assertThat(result).isInstanceOf(SendResult.Accepted.class));

        JsonNode boxes = get("/api/v1/mailbox?search=ANNA@", HttpStatus.OK);
        assertThat(boxes.at("/content/0/address").asText()).isEqualTo(mailbox);
        assertThat(boxes.at("/content/0/mails").asInt()).isPositive();
        JsonNode newest = get("/api/v1/mailbox/" + mailbox + "?size=1", HttpStatus.OK).at("/content/0");
        assertThat(newest.get("subject").asText()).isEqualTo("Grüße 👋");
        assertThat(newest.get("recipient").asText()).isEqualTo(address);

        JsonNode mail = get("/api/v1/mailbox/" + mailbox + "/" + newest.get("id").asText(), HttpStatus.OK);
        assertThat(mail.get("text").asText()).isEqualTo("Hallo");
        assertThat(mail.get("html").asText()).isEqualTo("<p>Hallo</p><script>alert(1)</script>");
        assertThat(mail.get("headers").findValuesAsText("name")).contains("Return-Path", "From", "Message-ID");
    }

    @Test
    void whatIsNoMailIsShownAsText() {
        long id = server.deliver("odd@example.org", "Content-Type: x;;;/\"\r\n\r\nbody \0".getBytes(
                StandardCharsets.UTF_8)).id();

        assertThat(get("/api/v1/mailbox/odd@example.org/" + id, HttpStatus.OK).get("text").asText()).contains("body");
    }

    @Test
    void badRequestsAreAnsweredWithTheirReason() {
        server.deliver("known@example.org", "Subject: x\r\n\r\nx".getBytes(StandardCharsets.UTF_8));

        get("/api/v1/mailbox/known@example.org/999999999", HttpStatus.NOT_FOUND);
        get("/api/v1/mailbox/known@example.org/one", HttpStatus.UNPROCESSABLE_ENTITY);
        get("/api/v1/mailbox?size=0", HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(get("/api/v1/mailbox/nobody@example.org", HttpStatus.OK).get("totalElements").asInt()).isZero();
    }

    @Test
    void thePageAndTheMailsNeedALogin() {
        assertThat(http.getForEntity("/api/v1/mailbox", String.class).getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
        ResponseEntity<String> page = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery")
                .getForEntity("/mailbox.html", String.class);
        assertThat(page.getBody()).contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\"",
                "Content-Security-Policy").doesNotContain("allow-scripts", "allow-same-origin");
    }

    private JsonNode get(String path, HttpStatus expected) {
        ResponseEntity<JsonNode> response = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery")
                .getForEntity(path, JsonNode.class);
        assertThat(response.getStatusCode()).isEqualTo(expected);
        return response.getBody();
    }
}
