package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.cadenza.platform.Keys;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

@CadenzaTest
class SignInTest {

    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;
    @Autowired
    StoredUsers stored;
    @Autowired
    Sessions sessions;
    @Autowired
    Keys keys;
    @Autowired
    TestClock clock;

    People people;

    @BeforeEach
    void people() {
        people = new People(users, http);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/me", "/api/v1/leads", "/api/docs", "/api/openapi", "/engine-rest/engine",
        "/engine-rest/process-definition", "/actuator/info", "/forms/anything.html"})
    void nothingIsShownToAStranger(String path) {
        ResponseEntity<JsonNode> answer = http.getForEntity(path, JsonNode.class);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(answer.getBody().get("type").asText()).isEqualTo("urn:cadenza:problem:not-signed-in");
        assertThat(answer.getHeaders().get(HttpHeaders.WWW_AUTHENTICATE)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/t/o/nothing", "/u/nothing", "/hooks/nothing"})
    void trackingUnsubscribeAndWebhooksNeedNoUser(String path) {
        assertThat(http.getForEntity(path, String.class).getStatusCode()).isNotIn(HttpStatus.UNAUTHORIZED,
                HttpStatus.FORBIDDEN);
        assertThat(http.withBasicAuth("some", "provider").postForEntity(path, "x", String.class).getStatusCode())
                .isNotIn(HttpStatus.UNAUTHORIZED, HttpStatus.FORBIDDEN);
    }

    @Test
    void passwordGivesATokenThatOpensTheApi() {
        SignedInUser marketer = people.make(Role.MARKETER);

        ResponseEntity<JsonNode> answer = login(marketer.email().toUpperCase(), People.PASSWORD);

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(answer.getBody().at("/user/role").asText()).isEqualTo("MARKETER");
        assertThat(answer.getBody().at("/user/lastLoginAt").asText()).isNotBlank();
        assertThat(answer.getBody().has("passwordHash")).isFalse();
        ResponseEntity<JsonNode> me = me(answer.getBody().get("accessToken").asText());
        assertThat(me.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(me.getBody().get("email").asText()).isEqualTo(marketer.email());
    }

    @Test
    void wrongPasswordUnknownUserAndDeactivatedUserGetTheSameAnswer() {
        SignedInUser marketer = people.make(Role.MARKETER);
        SignedInUser gone = people.make(Role.MARKETER);
        users.change(gone.id(), new UserChange(null, false, null, null, null));

        JsonNode wrong = login(marketer.email(), "something-else").getBody();
        JsonNode unknown = login("nobody-" + UUID.randomUUID() + "@cadenza.test", People.PASSWORD).getBody();
        JsonNode deactivated = login(gone.email(), People.PASSWORD).getBody();

        assertThat(wrong.get("status").asInt()).isEqualTo(401);
        assertThat(unknown).isEqualTo(wrong);
        assertThat(deactivated).isEqualTo(wrong);
    }

    @Test
    void anAccountThatIsGuessedAtIsRefusedForAWhile() {
        SignedInUser marketer = people.make(Role.MARKETER);
        for (int i = 0; i < LoginThrottle.LIMIT; i++) {
            assertThat(login(marketer.email(), "guess-" + i).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        }

        ResponseEntity<JsonNode> refused = login(marketer.email(), People.PASSWORD);
        assertThat(refused.getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
        assertThat(refused.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("60");

        clock.advance(LoginThrottle.PAUSE);
        assertThat(login(marketer.email(), People.PASSWORD).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    @Test
    void emptyFieldsOfALoginAreNamed() {
        ResponseEntity<JsonNode> answer = login("", "x");

        assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
        assertThat(answer.getBody().at("/errors/0/field").asText()).isEqualTo("email");
    }

    @Test
    void tokenEndsAfterFifteenMinutes() {
        String token = token(people.make(Role.ANALYST));

        clock.advance(Duration.ofMinutes(16));

        assertThat(me(token).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void tokenIsVoidOnceTheUserIsDeactivatedOrHasANewPasswordOrRole() {
        SignedInUser deactivated = people.make(Role.MARKETER);
        SignedInUser reset = people.make(Role.MARKETER);
        SignedInUser demoted = people.make(Role.MARKETER);
        String first = token(deactivated);
        String second = token(reset);
        String third = token(demoted);

        users.change(deactivated.id(), new UserChange(null, false, null, null, null));
        users.setPassword(reset.id(), "another-password");
        users.change(demoted.id(), new UserChange(Role.ANALYST, null, null, null, null));

        assertThat(me(first).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(me(second).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
        assertThat(me(third).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void rememberedPasswordEndsWithTheUsersRightToIt() {
        SignedInUser user = people.make(Role.MARKETER);
        TestRestTemplate basic = people.as(user);
        assertThat(basic.getForEntity("/api/v1/auth/me", String.class).getStatusCode()).isEqualTo(HttpStatus.OK);

        users.setPassword(user.id(), "another-password");

        assertThat(basic.getForEntity("/api/v1/auth/me", String.class).getStatusCode())
                .isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    @Test
    void tokensThatWeDidNotSignThisWayAreRefused() throws JOSEException, ParseException {
        User user = stored.findByEmail(people.make(Role.ADMINISTRATOR).email()).orElseThrow();
        byte[] key = keys.key("access-token");
        JWTClaimsSet good = SignedJWT.parse(sessions.open(user, new Client(null, null)).access().value())
                .getJWTClaimsSet();
        assertThat(me(signed(JWSAlgorithm.HS256, key, good)).getStatusCode()).isEqualTo(HttpStatus.OK);

        assertRefused(new PlainJWT(good).serialize());
        assertRefused(signed(JWSAlgorithm.HS256, keys.key("other"), good));
        assertRefused(signed(JWSAlgorithm.HS256, key, new JWTClaimsSet.Builder(good).issuer("other").build()));
        assertRefused(signed(JWSAlgorithm.HS256, key, new JWTClaimsSet.Builder(good).audience("other").build()));
        assertRefused(signed(JWSAlgorithm.HS256, key, new JWTClaimsSet.Builder(good).expirationTime(null).build()));
        assertRefused(signed(JWSAlgorithm.HS256, key, new JWTClaimsSet.Builder(good).claim("ver", null).build()));
        assertRefused(signed(JWSAlgorithm.HS256, key, new JWTClaimsSet.Builder(good).claim("sid", null).build()));
        assertRefused(signed(JWSAlgorithm.HS256, key, new JWTClaimsSet.Builder(good).jwtID(null).build()));
        assertRefused(signed(JWSAlgorithm.HS256, key,
                new JWTClaimsSet.Builder(good).subject(UUID.randomUUID().toString()).build()));
        assertRefused(signed(JWSAlgorithm.HS256, key, new JWTClaimsSet.Builder(good).subject("nobody").build()));
        assertRefused(signed(JWSAlgorithm.HS256, key,
                new JWTClaimsSet.Builder(good).expirationTime(new Date(0)).build()));
    }

    private void assertRefused(String token) {
        assertThat(me(token).getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
    }

    private static String signed(JWSAlgorithm algorithm, byte[] key, JWTClaimsSet claims) throws JOSEException {
        JWSSigner signer = new MACSigner(key);
        SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private ResponseEntity<JsonNode> login(String email, String password) {
        return http.postForEntity("/api/v1/auth/login", Map.of("email", email, "password", password), JsonNode.class);
    }

    private String token(SignedInUser user) {
        return login(user.email(), People.PASSWORD).getBody().get("accessToken").asText();
    }

    private ResponseEntity<JsonNode> me(String token) {
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth(token);
        return http.exchange("/api/v1/auth/me", HttpMethod.GET, new HttpEntity<>(headers), JsonNode.class);
    }
}
