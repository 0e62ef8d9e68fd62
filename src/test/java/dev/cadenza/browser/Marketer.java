package dev.cadenza.browser;

import static dev.cadenza.testing.Marketing.expect;

import dev.cadenza.testing.Marketing;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.task.Task;

/** A marketer of a test's own, who works in Tasklist. */
record Marketer(String email, String tasklist) {

    static final String PASSWORD = "a-long-enough-password";

    static Marketer named(String firstName, Marketing marketing, int port) {
        String email = firstName.toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID() + "@cadenza.test";
        expect(201, marketing.post("/api/v1/users", Map.of("email", email, "firstName", firstName, "password", PASSWORD,
                "role", "MARKETER")));
        return new Marketer(email, "http://localhost:" + port + "/camunda/app/tasklist/default/");
    }

    /** The browser in which the marketer has signed in, opened the task and claimed it. */
    Browser claims(Task task) {
        Browser browser = new Browser();
        try {
            browser.signIn(tasklist, email, PASSWORD);
            browser.open(tasklist + "#/?task=" + task.getId());
            browser.click("button, a", "Claim");
            return browser;
        } catch (RuntimeException | AssertionError failure) {
            browser.close();
            throw failure;
        }
    }
}
