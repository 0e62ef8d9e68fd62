package dev.cadenza.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.testing.CadenzaTest;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the form in Tasklist needs from the server: its own page, and our API with the session of Tasklist. */
@CadenzaTest
class ReviewFormTest {

    @LocalServerPort
    int port;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Drafts drafts;

    @Autowired
    LeadProfiles leads;

    private final CookieManager cookies = new CookieManager();
    private final HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();

    @Test
    void whoIsSignedInToTasklistGetsTheFormAndDecides() throws Exception {
        assertThat(send("GET", "/forms/review-drafts.html", null, null).statusCode()).isEqualTo(401);
        signInToTasklist();
        HttpResponse<String> form = send("GET", "/forms/review-drafts.html", null, null);
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(form.body()).contains("cam-script", "sandbox=\"allow-same-origin\"").doesNotContain("allow-scripts");

        UUID draft = draft();
        String approve = "/api/v1/drafts/" + draft + "/approve";
        assertThat(send("GET", "/api/v1/drafts/" + draft, null, null).statusCode()).isEqualTo(200);
        assertThat(send("POST", approve, "{\"version\":0}", null).statusCode()).isEqualTo(403);
        assertThat(send("POST", approve, "{\"version\":0}", token().getValue()).statusCode()).isEqualTo(200);
    }

    @Test
    void theTokenIsACookieThatThePagesOfTasklistCanRead() throws Exception {
        signInToTasklist();
        assertThat(token().getPath()).isIn("/", "/camunda");
        assertThat(token().isHttpOnly()).isFalse();
    }

    @Test
    void callingTheApiLeavesTheSessionAsItIs() throws Exception {
        signInToTasklist();
        for (String path : List.of("/forms/review-drafts.html", "/api/v1/drafts")) {
            assertThat(send("GET", path, null, null).headers().allValues("Set-Cookie")).isEmpty();
        }
    }

    private void signInToTasklist() throws Exception {
        send("GET", "/camunda/app/tasklist/default/", null, null);
        HttpRequest login = HttpRequest.newBuilder(url("/camunda/api/admin/auth/user/default/login/tasklist"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("X-XSRF-TOKEN", token().getValue())
                .POST(BodyPublishers.ofString("username=admin%40cadenza.test&password=correct-horse-battery")).build();
        HttpResponse<String> signedIn = browser.send(login, BodyHandlers.ofString());
        assertThat(signedIn.statusCode()).as("%s", signedIn.body()).isEqualTo(200);
        send("GET", "/camunda/app/tasklist/default/", null, null);
    }

    private HttpCookie token() {
        List<HttpCookie> tokens = cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("XSRF-TOKEN")).toList();
        assertThat(tokens).hasSize(1);
        return tokens.get(0);
    }

    private HttpResponse<String> send(String method, String path, String body, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path)).header("Content-Type",
                "application/json").header("Accept", "application/json, */*")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (token != null) {
            request.header("X-XSRF-TOKEN", token);
        }
        return browser.send(request.build(), BodyHandlers.ofString());
    }

    private URI url(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private UUID draft() {
        UUID lead = DraftHttp.lead(jdbc, "Ada", "ACME", "{}");
        return drafts.write(new DraftOrder(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "send-1", "EMAIL",
                "s",
                "b", "FIRST_OUTREACH", true), List.of(new Recipient(UUID.randomUUID(), leads.find(lead).orElseThrow())))
                .get(0).draftId();
    }
}
