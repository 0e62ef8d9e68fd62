package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class SessionTest {

    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    TestClock clock;
    @Autowired
    SessionSettings settings;

    People people;
    SignedInUser marketer;

    @BeforeEach
    void somebody() {
        people = new People(users, http);
        marketer = people.make(Role.MARKETER);
    }

    @Test
    void refreshTokenGivesANewPairAndTheOldOneIsUsedUp() {
        JsonNode first = login(marketer);
        clock.advance(Duration.ofMinutes(14));

        JsonNode second = refresh(first.get("refreshToken").asText()).getBody();

        assertThat(me(second.get("accessToken").asText())).isEqualTo(200);
        assertThat(second.get("refreshToken").asText()).isNotEqualTo(first.get("refreshToken").asText());
        clock.advance(Duration.ofMinutes(14));
        assertThat(me(first.get("accessToken").asText())).isEqualTo(401);
        assertThat(refresh(second.get("refreshToken").asText()).getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void tokenThatComesASecondTimeEndsTheSessionForEverybodyWhoHasIt() {
        JsonNode stolen = login(marketer);
        JsonNode next = refresh(stolen.get("refreshToken").asText()).getBody();
        clock.advance(settings.grace());

        assertThat(refresh(stolen.get("refreshToken").asText()).getStatusCode().value()).isEqualTo(401);

        assertThat(me(next.get("accessToken").asText())).isEqualTo(401);
        assertThat(refresh(next.get("refreshToken").asText()).getStatusCode().value()).isEqualTo(401);
        assertThat(jdbc.queryForObject("select revoked_reason from user_session where user_id = ?", String.class,
                marketer.id())).isEqualTo("REUSED");
    }

    @Test
    void twoTabsThatRefreshAtOnceGetTheSameNextToken() throws Exception {
        String token = login(marketer).get("refreshToken").asText();
        ExecutorService tabs = Executors.newFixedThreadPool(4);
        try {
            Callable<JsonNode> tab = () -> refresh(token).getBody();
            List<Future<JsonNode>> answers = tabs.invokeAll(List.of(tab, tab, tab, tab));
            String next = answers.get(0).get().get("refreshToken").asText();
            for (Future<JsonNode> answer : answers) {
                assertThat(answer.get().get("refreshToken").asText()).isEqualTo(next);
                assertThat(me(answer.get().get("accessToken").asText())).isEqualTo(200);
            }
            clock.advance(Duration.ofMinutes(14));
            assertThat(refresh(next).getStatusCode().value()).isEqualTo(200);
        } finally {
            tabs.shutdown();
        }
    }

    @Test
    void sessionEndsWhenItIsNotUsedAndAtItsLongest() {
        String idle = login(marketer).get("refreshToken").asText();
        clock.advance(settings.idle());
        assertThat(refresh(idle).getStatusCode().value()).isEqualTo(401);

        String token = login(marketer).get("refreshToken").asText();
        Duration passed = Duration.ZERO;
        while (passed.plus(Duration.ofDays(10)).compareTo(settings.longest()) < 0) {
            clock.advance(Duration.ofDays(10));
            passed = passed.plus(Duration.ofDays(10));
            token = refresh(token).getBody().get("refreshToken").asText();
        }
        clock.advance(Duration.ofDays(10));
        assertThat(refresh(token).getStatusCode().value()).isEqualTo(401);
    }

    @Test
    void whatSomebodyMadeUpIsRefusedAndEndsNobodysSession() {
        JsonNode session = login(marketer);
        String token = session.get("refreshToken").asText();
        char last = token.charAt(40);
        String forged = token.substring(0, 40) + (last == 'A' ? 'B' : 'A') + token.substring(41);

        for (String bad : List.of(forged, "x", "", token + "A", UUID.randomUUID().toString())) {
            assertThat(refresh(bad).getStatusCode().value()).isEqualTo(401);
        }

        assertThat(refresh(token).getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void databaseHoldsNoTokenThatCouldBeUsed() {
        JsonNode session = login(marketer);

        String row = jdbc.queryForList("select * from user_session where user_id = ?", marketer.id()).toString();

        assertThat(row).doesNotContain(session.get("refreshToken").asText())
                .doesNotContain(session.get("accessToken").asText());
        assertThat(jdbc.queryForObject("select length(refresh_token_hash) from user_session where user_id = ?",
                Integer.class, marketer.id())).isEqualTo(64);
    }

    @Test
    void whoSignsOutIsOutAtOnceWithAllTokensOfTheSession() {
        JsonNode session = login(marketer);
        JsonNode other = login(marketer);
        JsonNode refreshed = refresh(session.get("refreshToken").asText()).getBody();

        assertThat(post("/api/v1/auth/logout", null, session.get("accessToken").asText())).isEqualTo(204);

        assertThat(me(session.get("accessToken").asText())).isEqualTo(401);
        assertThat(me(refreshed.get("accessToken").asText())).isEqualTo(401);
        assertThat(refresh(refreshed.get("refreshToken").asText()).getStatusCode().value()).isEqualTo(401);
        assertThat(me(other.get("accessToken").asText())).as("the other session goes on").isEqualTo(200);
        assertThat(jdbc.queryForObject("select count(*) from token_blacklist where user_id = ?", Integer.class,
                marketer.id())).isEqualTo(2);
    }

    @Test
    void refreshTokenAloneSignsOutToo() {
        JsonNode session = login(marketer);

        assertThat(http.postForEntity("/api/v1/auth/logout", Map.of("refreshToken",
                session.get("refreshToken").asText()), Void.class).getStatusCode().value()).isEqualTo(204);

        assertThat(me(session.get("accessToken").asText())).isEqualTo(401);
        assertThat(http.postForEntity("/api/v1/auth/logout", Map.of("refreshToken", "nonsense"), Void.class)
                .getStatusCode().value()).isEqualTo(204);
    }

    @Test
    void tokenOnTheBlacklistOpensNothingThoughItsSessionGoesOn() {
        JsonNode session = login(marketer);
        jdbc.update("insert into token_blacklist (id, jti, user_id, expires_at, created_at)"
                + " select gen_random_uuid(), access_token_jti, user_id, expires_at, created_at from user_session"
                + " where user_id = ?", marketer.id());

        assertThat(me(session.get("accessToken").asText())).isEqualTo(401);
        assertThat(me(refresh(session.get("refreshToken").asText()).getBody().get("accessToken").asText()))
                .isEqualTo(200);
    }

    @Test
    void signingOutEverywhereEndsAllSessionsThoseAtTasklistToo() {
        JsonNode one = login(marketer);
        JsonNode two = login(marketer);
        Browser browser = new Browser(http);
        browser.signIn("tasklist", marketer, People.PASSWORD);
        assertThat(browser.get("/api/v1/auth/me").getStatusCode().value()).isEqualTo(200);

        assertThat(post("/api/v1/auth/logout-everywhere", null, one.get("accessToken").asText())).isEqualTo(204);

        assertThat(me(one.get("accessToken").asText())).isEqualTo(401);
        assertThat(me(two.get("accessToken").asText())).isEqualTo(401);
        assertThat(refresh(two.get("refreshToken").asText()).getStatusCode().value()).isEqualTo(401);
        assertThat(browser.get("/api/v1/auth/me").getStatusCode().value()).isEqualTo(401);
        assertThat(browser.get("/camunda/api/engine/engine/default/task").getStatusCode().value()).isEqualTo(401);
        assertThat(me(login(marketer).get("accessToken").asText())).as("a new sign-in works").isEqualTo(200);
    }

    @Test
    void sessionsAreListedWithAddressAgentAndLastUseAndEndedOneByOne() {
        HttpHeaders from = new HttpHeaders();
        from.set("X-Forwarded-For", "203.0.113.7");
        from.set("User-Agent", "Firefox of Marco");
        JsonNode away = http.exchange("/api/v1/auth/login", HttpMethod.POST, new HttpEntity<>(Map.of("email",
                marketer.email(), "password", People.PASSWORD), from), JsonNode.class).getBody();
        JsonNode here = login(marketer);
        Browser browser = new Browser(http);
        browser.signIn("tasklist", marketer, People.PASSWORD);

        JsonNode list = get("/api/v1/auth/sessions", here.get("accessToken").asText());

        assertThat(list.findValuesAsText("kind")).containsExactlyInAnyOrder("API", "API", "WEBAPP");
        assertThat(list.findValuesAsText("current")).containsOnlyOnce("true");
        JsonNode remote = find(list, "203.0.113.7");
        assertThat(remote.get("agent").asText()).isEqualTo("Firefox of Marco");
        assertThat(remote.get("lastUsedAt").asText()).isEqualTo(clock.instant().toString());
        assertThat(delete("/api/v1/auth/sessions/" + remote.get("id").asText(), here)).isEqualTo(204);
        assertThat(me(away.get("accessToken").asText())).isEqualTo(401);
        assertThat(delete("/api/v1/auth/sessions/" + remote.get("id").asText(), here)).isEqualTo(404);
        assertThat(people.administrator().getForObject("/api/v1/users/" + marketer.id() + "/sessions",
                JsonNode.class)).hasSize(2);
    }

    @Test
    void useOfTasklistIsNotedNowAndThen() {
        Browser browser = new Browser(http);
        browser.signIn("tasklist", marketer, People.PASSWORD);
        clock.advance(Duration.ofMinutes(6));
        browser.get("/api/v1/auth/me");

        assertThat(people.as(marketer).getForObject("/api/v1/auth/sessions", JsonNode.class).get(0).get("lastUsedAt")
                .asText()).isEqualTo(clock.instant().toString());
    }

    @Test
    void nobodyEndsSomebodyElsesSession() {
        JsonNode mine = login(marketer);
        String id = get("/api/v1/auth/sessions", mine.get("accessToken").asText()).get(0).get("id").asText();

        assertThat(delete("/api/v1/auth/sessions/" + id, login(people.make(Role.ANALYST)))).isEqualTo(404);

        assertThat(me(mine.get("accessToken").asText())).isEqualTo(200);
    }

    @Test
    void administratorSignsSomebodyOutEverywhere() {
        JsonNode session = login(marketer);

        people.administrator().postForEntity("/api/v1/users/" + marketer.id() + "/logout", null, Void.class);

        assertThat(me(session.get("accessToken").asText())).isEqualTo(401);
    }

    @Test
    void newPasswordEndsAllSessionsAndBeginsANewOne() {
        JsonNode old = login(marketer);
        JsonNode elsewhere = login(marketer);

        assertThat(changePassword(old, "not-mine", "a-new-password").getStatusCode().value()).isEqualTo(422);
        assertThat(changePassword(old, People.PASSWORD, "short").getStatusCode().value()).isEqualTo(422);
        ResponseEntity<JsonNode> changed = changePassword(old, People.PASSWORD, "a-new-password");

        assertThat(changed.getStatusCode().value()).isEqualTo(200);
        assertThat(me(old.get("accessToken").asText())).isEqualTo(401);
        assertThat(refresh(elsewhere.get("refreshToken").asText()).getStatusCode().value()).isEqualTo(401);
        assertThat(me(changed.getBody().get("accessToken").asText())).isEqualTo(200);
        assertThat(http.withBasicAuth(marketer.email(), People.PASSWORD).getForEntity("/api/v1/auth/me", String.class)
                .getStatusCode().value()).isEqualTo(401);
    }

    @Test
    void nobodyTriesPasswordsInASessionThatWasLeftOpen() {
        JsonNode session = login(marketer);
        for (int i = 0; i < LoginThrottle.LIMIT; i++) {
            assertThat(changePassword(session, "guess-" + i, "a-new-password").getStatusCode().value()).isEqualTo(422);
        }

        assertThat(changePassword(session, People.PASSWORD, "a-new-password").getStatusCode().value()).isEqualTo(429);
        clock.advance(LoginThrottle.PAUSE);
        assertThat(changePassword(session, People.PASSWORD, "a-new-password").getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void cookieHoldsTheRefreshTokenWhereNoScriptReadsIt() {
        HttpHeaders tls = new HttpHeaders();
        tls.set("X-Forwarded-Proto", "https");
        ResponseEntity<JsonNode> login = http.exchange("/api/v1/auth/login", HttpMethod.POST, new HttpEntity<>(Map.of(
                "email", marketer.email(), "password", People.PASSWORD, "cookie", true), tls), JsonNode.class);
        String cookie = login.getHeaders().getFirst(HttpHeaders.SET_COOKIE);

        assertThat(login.getBody().has("refreshToken")).isFalse();
        assertThat(cookie).contains("HttpOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth");
        HttpHeaders back = new HttpHeaders();
        back.set(HttpHeaders.COOKIE, cookie.substring(0, cookie.indexOf(';')));
        ResponseEntity<JsonNode> refreshed = http.exchange("/api/v1/auth/refresh", HttpMethod.POST,
                new HttpEntity<>(null, back), JsonNode.class);
        assertThat(refreshed.getStatusCode().value()).isEqualTo(200);
        assertThat(refreshed.getHeaders().getFirst(HttpHeaders.SET_COOKIE)).startsWith(RefreshCookie.NAME + "=");
        HttpHeaders fromElsewhere = new HttpHeaders();
        fromElsewhere.set(HttpHeaders.COOKIE, back.getFirst(HttpHeaders.COOKIE));
        fromElsewhere.setOrigin("https://evil.test");
        assertThat(http.exchange("/api/v1/auth/refresh", HttpMethod.POST, new HttpEntity<>(null, fromElsewhere),
                JsonNode.class).getStatusCode().value()).isEqualTo(403);
    }

    @Test
    void addressThatFailsTooOftenIsRefusedForAllAccountsAndOthersAreNot() {
        String address = "198.51.100." + (1 + marketer.id().hashCode() % 120 & 0x7f);
        for (int i = 0; i < 20; i++) {
            assertThat(loginFrom(address, "nobody-" + i + "-" + UUID.randomUUID() + "@cadenza.test", "guess"))
                    .isEqualTo(401);
        }

        assertThat(loginFrom(address, marketer.email(), People.PASSWORD)).isEqualTo(429);
        assertThat(loginFrom("203.0.113.99", marketer.email(), People.PASSWORD)).isEqualTo(200);
        assertThat(loginFrom("1.2.3.4, " + address, people.make(Role.ANALYST).email(), People.PASSWORD))
                .as("what the client itself claims does not count").isEqualTo(429);
        clock.advance(Duration.ofMinutes(15));
        assertThat(loginFrom(address, people.make(Role.ANALYST).email(), People.PASSWORD)).isEqualTo(200);
    }

    @Test
    void pauseOfAnAccountGrowsAndGuessesAtOnceAreCountedToo() throws Exception {
        ExecutorService attackers = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> guess = () -> loginFrom("203.0.113.5", marketer.email(), "guess");
            List<Integer> answers = new java.util.ArrayList<>();
            for (Future<Integer> answer : attackers.invokeAll(java.util.Collections.nCopies(16, guess))) {
                answers.add(answer.get());
            }
            assertThat(answers).filteredOn(status -> status == 401).hasSize(LoginThrottle.LIMIT);
        } finally {
            attackers.shutdown();
        }
        clock.advance(LoginThrottle.PAUSE);
        assertThat(loginFrom("203.0.113.6", marketer.email(), "guess")).isEqualTo(401);
        clock.advance(LoginThrottle.PAUSE);
        assertThat(loginFrom("203.0.113.6", marketer.email(), People.PASSWORD)).isEqualTo(429);
        clock.advance(LoginThrottle.PAUSE);
        assertThat(loginFrom("203.0.113.6", marketer.email(), People.PASSWORD)).isEqualTo(200);
    }

    @Test
    void goodRequestsWriteNothing() {
        JsonNode session = login(marketer);
        TestRestTemplate basic = people.as(marketer);
        basic.getForEntity("/api/v1/auth/me", String.class);
        String before = state();

        for (int i = 0; i < 3; i++) {
            assertThat(me(session.get("accessToken").asText())).isEqualTo(200);
            assertThat(basic.getForEntity("/api/v1/auth/me", String.class).getStatusCode().value()).isEqualTo(200);
        }

        assertThat(state()).isEqualTo(before);
    }

    private String state() {
        return jdbc.queryForList("select xmin::text from user_session where user_id = ? union all"
                + " select xmin::text from app_user where id = ?", marketer.id(), marketer.id()).toString();
    }

    private int loginFrom(String forwardedFor, String email, String password) {
        HttpHeaders headers = new HttpHeaders();
        headers.set("X-Forwarded-For", forwardedFor);
        return http.exchange("/api/v1/auth/login", HttpMethod.POST, new HttpEntity<>(Map.of("email", email, "password",
                password), headers), JsonNode.class).getStatusCode().value();
    }

    private JsonNode login(SignedInUser user) {
        return http.postForObject("/api/v1/auth/login", Map.of("email", user.email(), "password", People.PASSWORD),
                JsonNode.class);
    }

    private ResponseEntity<JsonNode> refresh(String token) {
        return http.postForEntity("/api/v1/auth/refresh", Map.of("refreshToken", token), JsonNode.class);
    }

    private ResponseEntity<JsonNode> changePassword(JsonNode session, String current, String password) {
        return http.exchange("/api/v1/auth/password", HttpMethod.PUT, new HttpEntity<>(Map.of("currentPassword",
                current, "password", password), bearer(session.get("accessToken").asText())), JsonNode.class);
    }

    private int me(String token) {
        return http.exchange("/api/v1/auth/me", HttpMethod.GET, new HttpEntity<>(bearer(token)), JsonNode.class)
                .getStatusCode().value();
    }

    private JsonNode get(String path, String token) {
        return http.exchange(path, HttpMethod.GET, new HttpEntity<>(bearer(token)), JsonNode.class).getBody();
    }

    private int post(String path, Object body, String token) {
        return http.exchange(path, HttpMethod.POST, new HttpEntity<>(body, bearer(token)), String.class)
                .getStatusCode().value();
    }

    private int delete(String path, JsonNode session) {
        return http.exchange(path, HttpMethod.DELETE, new HttpEntity<>(bearer(session.get("accessToken").asText())),
                String.class).getStatusCode().value();
    }

    private static JsonNode find(JsonNode list, String address) {
        for (JsonNode entry : list) {
            if (entry.path("address").asText().equals(address)) {
                return entry;
            }
        }
        throw new AssertionError("No session from " + address + " in " + list);
    }

    private static HttpHeaders bearer(String token) {
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth(token);
        return headers;
    }
}
