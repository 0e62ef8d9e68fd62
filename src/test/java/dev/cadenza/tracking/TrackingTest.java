package dev.cadenza.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.inbox.SentMail;
import dev.cadenza.message.MessageEvents.Unsubscribed;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import dev.cadenza.tracking.TrackingTokens.Click;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@CadenzaTest
@RecordApplicationEvents
class TrackingTest {

    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/137.0 Safari/537.36";
    private static final String TARGET = "https://example.com/offer?a=1&b=2";

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TrackingTokens tokens;

    @Autowired
    Hits hits;

    @Autowired
    Unsubscriptions unsubscriptions;

    @Autowired
    ApplicationEvents events;

    @Autowired
    TestClock clock;

    @LocalServerPort
    int port;

    private final HttpClient http = HttpClient.newHttpClient(); // follows no redirect
    private SentMail sent;

    @BeforeEach
    void aMessageWentToALead() {
        sent = SentMail.sent(jdbc, clock.instant().minus(Duration.ofHours(1)));
    }

    @Test
    void aClickLeadsWhereTheLinkLedAndCounts() throws Exception {
        HttpResponse<String> response = get(link(0), "User-Agent", BROWSER);
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location")).contains(TARGET);
        assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(message().get("clicked_at")).isNull();
        Timestamp clicked = Timestamp.from(clock.instant());
        judgeAll();
        assertThat(message()).containsEntry("clicked_at", clicked).containsEntry("opened_at", null);
    }

    @Test
    void theFirstOpenAndTheFirstClickCount() throws Exception {
        Timestamp first = Timestamp.from(clock.instant());
        get(pixel(), "User-Agent", BROWSER);
        get(link(0), "User-Agent", BROWSER);
        judgeAll();
        get(pixel(), "User-Agent", BROWSER);
        get(link(1), "User-Agent", BROWSER);
        judgeAll();
        assertThat(message()).containsEntry("opened_at", first).containsEntry("clicked_at", first);
        assertThat(classifications()).containsExactly("HUMAN", "HUMAN", "HUMAN", "HUMAN");
    }

    @Test
    void thePixelIsAlwaysAPicture() throws Exception {
        for (String path : List.of(pixel(), "/t/o/forged", link(0).replace("/t/c/", "/t/o/"))) {
            HttpResponse<byte[]> response = http.send(request(path).build(), BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("image/gif");
            assertThat(response.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
            assertThat(response.body()).hasSize(43).startsWith('G', 'I', 'F');
        }
        assertThat(classifications()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/t/c/https%3A%2F%2Fevil.example", "/t/c/aHR0cHM6Ly9ldmlsLmV4YW1wbGU",
        "/t/c/x?url=https://evil.example",
        "/t/c/AAAA"})
    void nobodyIsSentAnywhereWithoutOurSignature(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isBetween(400, 404);
        assertThat(response.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void aTokenWhoseTargetWasChangedLeadsNowhere() throws Exception {
        byte[] bytes = Base64.getUrlDecoder().decode(link(0).substring("/t/c/".length()));
        bytes[30] ^= 1;
        HttpResponse<String> response =
                get("/t/c/" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(classifications()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "ftp://example.com/", "//evil.example", "data:text/html,x"})
    void evenASignedTargetMustBeAWebAddress(String url) throws Exception {
        HttpResponse<String> response = get("/t/c/" + tokens.click(new Click(sent.id(), 0, url)));
        assertThat(response.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "User-Agent | Mozilla/5.0                                                        | MACHINE",
        "User-Agent | Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com)        | MACHINE",
        "User-Agent | Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/137.0               | MACHINE",
        "User-Agent | python-requests/2.32                                               | MACHINE",
        "User-Agent | Mozilla/5.0 (Windows NT 5.1; rv:11.0) (via ggpht.com GoogleImageProxy) | HUMAN",
        "User-Agent | Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148 | HUMAN",
        "User-Agent | ''                                                                 | SUSPECT",
        "Sec-Purpose | prefetch;prerender                                                | MACHINE",
        "X-Moz      | prefetch                                                           | MACHINE",
    })
    void onlyHitsOfPeopleCount(String header, String value, String classification) throws Exception {
        boolean agent = header.equals("User-Agent");
        get(pixel(), "User-Agent", agent ? value : BROWSER, agent ? "X-None" : header, value);
        judgeAll();
        assertThat(classifications()).containsExactly(classification);
        assertThat(message().get("opened_at") != null).isEqualTo(classification.equals("HUMAN"));
        assertThat(signals()).isEqualTo(classification.equals("HUMAN") ? List.of("MESSAGE_OPENED") : List.of());
    }

    @Test
    void everyOpenAndClickOfAPersonIsASignalOfItsLead() throws Exception {
        get(pixel(), "User-Agent", BROWSER);
        get(link(0), "User-Agent", BROWSER);
        judgeAll();
        get(link(1), "User-Agent", BROWSER);
        judgeAll();
        assertThat(signals()).containsExactlyInAnyOrder("MESSAGE_OPENED", "MESSAGE_CLICKED", "MESSAGE_CLICKED");
        assertThat(jdbc.queryForList("select distinct key || ' ' || (payload ->> 'url') || ' ' || (payload ->> 'step')"
                + " from lead_event where lead_id = ? and kind = 'MESSAGE_CLICKED'", String.class, sent.leadId()))
                .containsExactly(sent.ownerId() + " " + TARGET + " send-1");
    }

    @Test
    void aHitSettlesAMessageWhoseSendingNobodyCouldConfirm() throws Exception {
        jdbc.update("update message set state = 'UNKNOWN', sent_at = null where id = ?", sent.id());
        get(pixel(), "User-Agent", BROWSER);
        judgeAll();
        assertThat(message()).containsEntry("state", "SENT");
    }

    @Test
    void aHeadRequestIsAScanner() throws Exception {
        HttpResponse<Void> response = http.send(request(link(0), "User-Agent", BROWSER)
                .method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.discarding());
        assertThat(response.statusCode()).isEqualTo(302);
        judgeAll();
        assertThat(classifications()).containsExactly("MACHINE");
        assertThat(message()).containsEntry("clicked_at", null);
    }

    @Test
    void whatComesTwoSecondsAfterSendingOrSoonerIsAScanner() throws Exception {
        jdbc.update("update message set sent_at = ? where id = ?",
                Timestamp.from(clock.instant().minusMillis(1500)), sent.id());
        get(link(0), "User-Agent", BROWSER);
        judgeAll();
        assertThat(classifications()).containsExactly("MACHINE");
        assertThat(message()).containsEntry("clicked_at", null);
    }

    @Test
    void whoFollowsManyLinksAtOnceIsAScanner() throws Exception {
        for (int link = 0; link < 4; link++) {
            get(link(link), "User-Agent", BROWSER);
            clock.advance(Duration.ofMillis(200));
        }
        judgeAll();
        assertThat(classifications()).containsOnly("MACHINE").hasSize(4);
        assertThat(message()).containsEntry("clicked_at", null);
        clock.advance(Duration.ofMinutes(10));
        get(link(2), "User-Agent", BROWSER);
        judgeAll();
        assertThat(message().get("clicked_at")).isNotNull();
    }

    @Test
    void twoLinksAtOnceAreSuspect() throws Exception {
        get(link(0), "User-Agent", BROWSER);
        get(link(1), "User-Agent", BROWSER);
        judgeAll();
        assertThat(classifications()).containsExactly("SUSPECT", "SUSPECT");
    }

    @Test
    void scannersCannotFillTheTableNorShutPeopleOut() {
        for (int i = 0; i < 3 * Hits.MOST_OF_A_KIND; i++) {
            hits.keep(hit(new Agents.Verdict("MACHINE", "test")));
        }
        assertThat(classifications()).hasSize(Hits.MOST_OF_A_KIND);
        assertThat(jdbc.queryForObject("select hits from tracking_overflow where message_id = ?", Long.class,
                sent.id())).isEqualTo(2L * Hits.MOST_OF_A_KIND);
        hits.keep(hit(new Agents.Verdict("PENDING", null)));
        judgeAll();
        assertThat(message().get("clicked_at")).isNotNull();
    }

    @Test
    void scannersThatLookLikeBrowsersCannotFillTheTableEither() {
        jdbc.update("update message set sent_at = ? where id = ?", Timestamp.from(clock.instant()), sent.id());
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < Hits.MOST_OF_A_KIND; i++) {
                hits.keep(hit(new Agents.Verdict("PENDING", null)));
            }
            jdbc.update("update message set sent_at = ? where id = ?", Timestamp.from(clock.instant()), sent.id());
            judgeAll();
        }
        assertThat(classifications()).hasSize(Hits.MOST_OF_A_KIND).containsOnly("MACHINE");
    }

    @Test
    void allHitsAreListedWithTheirReasons(@Autowired TestRestTemplate rest) throws Exception {
        get(link(0), "User-Agent", "curl/8.5");
        JsonNode page = rest.withBasicAuth("admin@cadenza.test", "correct-horse-battery")
                .getForObject("/api/v1/messages/" + sent.id() + "/hits", JsonNode.class);
        JsonNode hit = page.get("content").get(0);
        assertThat(hit.get("classification").asText()).isEqualTo("MACHINE");
        assertThat(hit.get("url").asText()).isEqualTo(TARGET);
        assertThat(hit.get("reason").asText()).contains("curl");
    }

    @Test
    void lookingAtTheUnsubscribePageChangesNothing() throws Exception {
        HttpResponse<String> page = get(unsubscribe());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<form method=\"post\">").contains("l***@example.com")
                .doesNotContain(sent.address());
        assertThat(suppression()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "application/x-www-form-urlencoded     | List-Unsubscribe=One-Click",
        "multipart/form-data; boundary=x       "
                + "| --x\\r\\nContent-Disposition: form-data; name=\"List-Unsubscribe\""
                + "\\r\\n\\r\\nOne-Click\\r\\n--x--\\r\\n",
        "text/plain                            | ''",
    })
    void oneClickUnsubscribes(String type, String body) throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = http.send(request(unsubscribe(), "Content-Type", type)
                    .POST(BodyPublishers.ofString(body.replace("\\r\\n", "\r\n"))).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("You are unsubscribed");
        }
        assertThat(suppression()).containsExactly("UNSUBSCRIBED");
    }

    @Test
    void unsubscribingTellsTheJourneysOnce() {
        unsubscriptions.unsubscribe(sent.id(), "test");
        unsubscriptions.unsubscribe(sent.id(), "test");
        assertThat(events.stream(Unsubscribed.class)).singleElement().satisfies(event -> {
            assertThat(event.leadId()).isEqualTo(sent.leadId());
            assertThat(event.enrollmentId()).isEqualTo(sent.enrollmentId());
            assertThat(event.address()).isEqualTo(sent.address());
        });
    }

    @Test
    void aForgedTokenUnsubscribesNobody() throws Exception {
        for (String path : List.of("/u/forged", pixel().replace("/t/o/", "/u/"))) {
            assertThat(get(path).statusCode()).isEqualTo(404);
            HttpResponse<String> response = http.send(request(path).POST(BodyPublishers.noBody()).build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(404);
        }
        assertThat(suppression()).isEmpty();
    }

    private Hits.Hit hit(Agents.Verdict verdict) {
        return new Hits.Hit(sent.id(), Hits.Kind.CLICK, 0, TARGET, clock.instant(), BROWSER, new byte[16], verdict);
    }

    private void judgeAll() {
        clock.advance(Duration.ofSeconds(5));
        while (hits.judge() > 0) {
            // until none is due
        }
    }

    private String link(int number) {
        return "/t/c/" + tokens.click(new Click(sent.id(), number, TARGET));
    }

    private String pixel() {
        return "/t/o/" + tokens.open(sent.id());
    }

    private String unsubscribe() {
        return "/u/" + tokens.unsubscribe(sent.id());
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, headers).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private List<String> signals() {
        return jdbc.queryForList("select kind from lead_event where lead_id = ? and kind like 'MESSAGE%'",
                String.class, sent.leadId());
    }

    private Map<String, Object> message() {
        return jdbc.queryForMap("select * from message where id = ?", sent.id());
    }

    private List<String> classifications() {
        return jdbc.queryForList("select classification from tracking_hit where message_id = ? order by id",
                String.class, sent.id());
    }

    private List<String> suppression() {
        return jdbc.queryForList("select reason from suppression where address = ?", String.class, sent.address());
    }
}
