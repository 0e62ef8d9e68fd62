package dev.cadenza.browser;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.testing.LiveTest;
import dev.cadenza.testing.Marketing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody who was invited follows the link of the mail, chooses a password and works in Tasklist. */
@LiveTest
@Tag("browser")
class AccountPageBrowserTest {

    private static final Pattern LINK = Pattern.compile("account\\.html#([A-Za-z0-9_-]+)");

    @Autowired
    Marketing marketing;
    @Autowired
    EmbeddedMailServer mail;
    @LocalServerPort
    int port;

    @Test
    void whoIsInvitedChoosesAPasswordAndWorksInTasklist() {
        String email = "nora-" + UUID.randomUUID() + "@cadenza.test";
        expect(201, marketing.post("/api/v1/invitations", Map.of("email", email, "role", "MARKETER", "firstName",
                "Nora")));
        await().atMost(Duration.ofMinutes(1)).until(() -> mail.count(email) == 1);
        String page = "http://localhost:" + port + "/account.html#" + token(email);

        try (Browser browser = new Browser()) {
            browser.open(page);
            browser.see("#words", email);
            browser.type("#password", "my-very-own-password");
            browser.type("#again", "another-password");
            browser.click("#button");
            browser.see("#error", "not the same");
            browser.type("#again", "my-very-own-password");
            browser.click("#button");
            browser.see("#words", "You are in");

            browser.signIn("http://localhost:" + port + "/camunda/app/tasklist/default/", email,
                    "my-very-own-password");
            browser.see(".task-filters", "My tasks (" + email + ")");

            browser.open("about:blank");
            browser.open(page);
            browser.see("#title", "leads nowhere");
        }
        assertThat(marketing.get("/api/v1/users?size=500").body().toString()).contains(email);
    }

    private String token(String email) {
        String raw = new String(mail.raw(mail.mails(email, 0, 1).get(0).id()).orElseThrow(), StandardCharsets.UTF_8);
        Matcher link = LINK.matcher(raw.replace("=\r\n", ""));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }
}
