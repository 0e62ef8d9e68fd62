package dev.cadenza.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.platform.Keys;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody who has a token, or made one, wants more than it is for. */
@CadenzaTest
class TokenAttackTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    TestRestTemplate http;
    @Autowired
    Attackers attackers;
    @Autowired
    Keys keys;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;

    SignedInUser marketer;
    String token;
    JsonNode claims;

    @BeforeEach
    void signIn() throws Exception {
        marketer = attackers.make(Role.MARKETER);
        token = login(marketer).get("accessToken").asText();
        claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        assertThat(me(token)).isEqualTo(200);
        assertThat(me(hmac("{\"alg\":\"HS256\"}", claims, keys.key("access-token"), "HmacSHA256"))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", ""})
    void tokenWithoutASignatureIsRefused(String algorithm) {
        String header = encoded("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}");
        String body = encoded(claims.toString());

        for (String signature : List.of("", token.split("\\.")[2])) {
            assertThat(me(header + "." + body + "." + signature)).isEqualTo(401);
        }
        assertThat(me(header + "." + body)).isEqualTo(401);
    }

    @Test
    void anotherAlgorithmWithOurKeyIsRefused() throws Exception {
        byte[] key = keys.key("access-token");

        assertThat(me(hmac("{\"alg\":\"HS512\"}", claims, key, "HmacSHA512"))).isEqualTo(401);
        assertThat(me(hmac("{\"alg\":\"HS384\"}", claims, key, "HmacSHA384"))).isEqualTo(401);
        assertThat(me(hmac("{\"alg\":\"RS256\"}", claims, key, "HmacSHA256"))).isEqualTo(401);
    }

    @Test
    void keyOfTheAttackersOwnIsRefusedHoweverItIsOffered() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        String header = encoded("{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"x\"},\"jku\":"
                + "\"https://evil.test/keys\",\"x5u\":\"https://evil.test/x\"}");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        String signed = header + "." + encoded(claims.toString());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        assertThat(me(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign())))
                .isEqualTo(401);

        for (byte[] key : List.of(new byte[32], pair.getPublic().getEncoded(), "cadenza".getBytes(StandardCharsets.UTF_8),
                keys.key("refresh-token"), keys.key("tracking"))) {
            assertThat(me(hmac("{\"alg\":\"HS256\",\"kid\":\"../../../../dev/null\"}", claims, key, "HmacSHA256")))
                    .isEqualTo(401);
        }
    }

    @Test
    void changedClaimsAreRefused() {
        SignedInUser administrator = attackers.make(Role.ADMINISTRATOR);
        String[] parts = token.split("\\.");
        String body = encoded(((ObjectNode) claims.deepCopy()).put("sub", administrator.id().toString()).toString());

        assertThat(me(parts[0] + "." + body + "." + parts[2])).isEqualTo(401);
    }

    @Test
    void evenWithOurKeyATokenNeedsASessionOfItsOwnUser() throws Exception {
        SignedInUser administrator = attackers.make(Role.ADMINISTRATOR);
        byte[] key = keys.key("access-token");

        assertThat(me(hmac("{\"alg\":\"HS256\"}", ((ObjectNode) claims.deepCopy()).put("sub",
                administrator.id().toString()), key, "HmacSHA256"))).as("another's session").isEqualTo(401);
        assertThat(me(hmac("{\"alg\":\"HS256\"}", ((ObjectNode) claims.deepCopy()).put("sid",
                UUID.randomUUID().toString()), key, "HmacSHA256"))).isEqualTo(401);
        for (String[] change : new String[][] {{"iss", "other"}, {"aud", "other"}, {"sub", "admin"}, {"sid", "' or 1=1"},
            {"jti", null}, {"exp", null}, {"ver", null}}) {
            ObjectNode changed = claims.deepCopy();
            changed.put(change[0], change[1]);
            assertThat(me(hmac("{\"alg\":\"HS256\"}", changed, key, "HmacSHA256"))).as(change[0]).isEqualTo(401);
        }
        ObjectNode future = claims.deepCopy();
        future.put("nbf", clock.instant().plus(Duration.ofHours(1)).getEpochSecond());
        assertThat(me(hmac("{\"alg\":\"HS256\"}", future, key, "HmacSHA256"))).isEqualTo(401);
    }

    @Test
    void endedTokenIsRefused() {
        clock.advance(Duration.ofMinutes(16));

        assertThat(me(token)).isEqualTo(401);
    }

    @Test
    void tokensAreTakenFromTheHeaderAlone() {
        assertThat(http.getForEntity("/api/v1/auth/me?access_token=" + token, String.class).getStatusCode().value())
                .isEqualTo(401);
        HttpHeaders cookie = new HttpHeaders();
        cookie.set(HttpHeaders.COOKIE, "access_token=" + token + "; cadenza_refresh=" + token);
        assertThat(http.exchange("/api/v1/auth/me", HttpMethod.GET, new HttpEntity<>(cookie), String.class)
                .getStatusCode().value()).isEqualTo(401);
    }

    @Test
    void oneKindOfTokenIsNoOther() {
        JsonNode session = login(marketer);

        assertThat(me(session.get("refreshToken").asText())).isEqualTo(401);
        assertThat(http.postForEntity("/api/v1/auth/refresh", Map.of("refreshToken", token), String.class)
                .getStatusCode().value()).isEqualTo(401);
        assertThat(http.postForEntity("/api/v1/auth/register", Map.of("token", session.get("refreshToken").asText(),
                "password", "long-enough"), String.class).getStatusCode().value()).isEqualTo(422);
        assertThat(http.withBasicAuth(marketer.email(), token).getForEntity("/api/v1/auth/me", String.class)
                .getStatusCode().value()).isEqualTo(401);
    }

    @Test
    void roleIsReadAndNotBelieved() {
        jdbc.update("update app_user set role = 'ANALYST' where id = ?", marketer.id());
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth(token);

        assertThat(http.exchange("/api/v1/lists", HttpMethod.POST, new HttpEntity<>(Map.of("name", "x"), headers),
                String.class).getStatusCode().value()).isEqualTo(403);
    }

    private JsonNode login(SignedInUser user) {
        return http.postForObject("/api/v1/auth/login", Map.of("email", user.email(), "password",
                Attackers.PASSWORD), JsonNode.class);
    }

    private int me(String bearer) {
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth(bearer);
        return http.exchange("/api/v1/auth/me", HttpMethod.GET, new HttpEntity<>(headers), String.class)
                .getStatusCode().value();
    }

    private static String hmac(String header, JsonNode claims, byte[] key, String algorithm) throws Exception {
        String signed = encoded(header) + "." + encoded(claims.toString());
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key, algorithm));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(
                signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
