package dev.cadenza.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

@CadenzaTest
class AccountTest {

    @Autowired
    TestRestTemplate http;
    @Autowired
    Users users;
    @Autowired
    AccountMailer mailer;
    @Autowired
    EmbeddedMailServer mailServer;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;

    People people;
    String address;

    @BeforeEach
    void people() {
        people = new People(users, http);
        address = "new-" + UUID.randomUUID() + "@cadenza.test";
    }

    @Test
    void whoIsInvitedGetsAMailChoosesAPasswordAndSignsIn() {
        ResponseEntity<JsonNode> invited = invite(address, "MARKETER");
        assertThat(invited.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        String token = mailedToken(address);

        JsonNode link = http.postForObject("/api/v1/auth/links", Map.of("token", token), JsonNode.class);
        assertThat(link.get("purpose").asText()).isEqualTo("INVITATION");
        assertThat(link.get("email").asText()).isEqualTo(address);
        assertThat(register(token, "short").getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
        ResponseEntity<JsonNode> registered = register(token, "my-own-password");

        assertThat(registered.getStatusCode()).isEqualTo(HttpStatus.CREATED);
        assertThat(registered.getBody().get("role").asText()).isEqualTo("MARKETER");
        assertThat(registered.getBody().get("verified").asBoolean()).isTrue();
        assertThat(http.withBasicAuth(address, "my-own-password").getForEntity("/api/v1/auth/me", String.class)
                .getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(register(token, "another-password").getStatusCode()).as("a link is good for one use")
                .isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    }

    @Test
    void invitationEndsAfterAWeekIsReplacedByANewOneAndCanBeWithdrawn() {
        String first = idOf(invite(address, "ANALYST"));
        String firstToken = mailedToken(address);
        String second = idOf(invite(address, "MARKETER"));
        String secondToken = mailedToken(address);
        assertThat(register(firstToken, "my-own-password").getStatusCode().value()).isEqualTo(422);
        assertThat(people.administrator().getForObject("/api/v1/invitations", JsonNode.class).findValuesAsText("id"))
                .contains(second).doesNotContain(first);

        people.administrator().delete("/api/v1/invitations/" + second);
        assertThat(register(secondToken, "my-own-password").getStatusCode().value()).isEqualTo(422);

        invite(address, "MARKETER");
        String third = mailedToken(address);
        clock.advance(Duration.ofDays(7));
        assertThat(register(third, "my-own-password").getStatusCode().value()).isEqualTo(422);
        assertThat(users.isKnown(address)).isFalse();
    }

    @Test
    void invitationIsMailedOnceMoreWhenAsked() {
        String id = idOf(invite(address, "ANALYST"));
        mailer.turn();

        assertThat(people.administrator().postForEntity("/api/v1/invitations/" + id + "/mail", null, Void.class)
                .getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        mailer.turn();
        mailer.turn();

        assertThat(mailServer.mails(address, 0, 10)).hasSize(2);
    }

    @Test
    void onlyAdministratorsInviteAndOnlyWhoIsNoUserYet() {
        SignedInUser present = people.make(Role.ANALYST);

        assertThat(invite(present.email().toUpperCase(), "MARKETER").getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(invite("no address", "MARKETER").getStatusCode().value()).isEqualTo(422);
        for (Role role : List.of(Role.MARKETER, Role.ANALYST, Role.SERVICE)) {
            assertThat(people.as(role).postForEntity("/api/v1/invitations", Map.of("email", address, "role",
                    "ADMINISTRATOR"), String.class).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
        }
    }

    @Test
    void namesCanNotBecomeHeadersOfTheMail() {
        ResponseEntity<JsonNode> headers = people.administrator().postForEntity("/api/v1/invitations", Map.of("email",
                address, "role", "ANALYST", "firstName", "Eve\r\nBcc: all@cadenza.test"), JsonNode.class);
        assertThat(headers.getStatusCode().value()).isEqualTo(422);
        assertThat(headers.getBody().at("/errors/0/field").asText()).isEqualTo("firstName");

        people.administrator().postForEntity("/api/v1/invitations", Map.of("email", address, "role", "ANALYST",
                "firstName", "<script>alert(1)</script>"), JsonNode.class);
        mailer.turn();
        String raw = raw(address);
        assertThat(raw.substring(raw.indexOf("text/html"))).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    @Test
    void forgottenPasswordIsReplacedByALinkThatEndsAllSessions() {
        SignedInUser user = people.make(Role.MARKETER);
        String session = login(user).get("accessToken").asText();
        assertThat(forgotten(user.email())).isEqualTo(202);
        String token = mailedToken(user.email());

        assertThat(reset(token, "short")).isEqualTo(422);
        assertThat(reset(token, "a-better-password")).isEqualTo(204);

        assertThat(me(session)).isEqualTo(401);
        assertThat(http.withBasicAuth(user.email(), "a-better-password").getForEntity("/api/v1/auth/me", JsonNode.class)
                .getBody().get("verified").asBoolean()).isTrue();
        assertThat(reset(token, "yet-another-password")).isEqualTo(422);
    }

    @Test
    void whoAsksForAnUnknownAddressLearnsNothingAndGetsNoMail() {
        assertThat(forgotten(address)).isEqualTo(202);
        mailer.turn();

        assertThat(mailServer.mails(address, 0, 10)).isEmpty();
    }

    @Test
    void mailboxIsNotFilledByAskingAgainAndAgain() {
        SignedInUser user = people.make(Role.MARKETER);

        for (int i = 0; i < 6; i++) {
            assertThat(forgotten(user.email())).isEqualTo(202);
            mailer.turn();
        }

        assertThat(mailServer.mails(user.email(), 0, 10)).hasSize(3);
    }

    @Test
    void resetLinkEndsAfterAnHourAndWhenTheUserIsDeactivated() {
        SignedInUser user = people.make(Role.MARKETER);
        forgotten(user.email());
        String late = mailedToken(user.email());
        clock.advance(Duration.ofHours(1));
        assertThat(reset(late, "a-better-password")).isEqualTo(422);

        forgotten(user.email());
        String token = mailedToken(user.email());
        users.change(user.id(), new UserChange(null, false, null, null, null));
        assertThat(reset(token, "a-better-password")).isEqualTo(422);
    }

    @Test
    void addressIsVerifiedByItsLinkAndByNoOther() {
        SignedInUser user = people.make(Role.ANALYST);
        TestRestTemplate own = people.as(user);
        assertThat(own.getForObject("/api/v1/auth/me", JsonNode.class).get("verified").asBoolean()).isFalse();
        own.postForEntity("/api/v1/auth/verification", null, Void.class);
        String token = mailedToken(user.email());

        assertThat(reset(token, "a-better-password")).as("a link for something else").isEqualTo(422);
        assertThat(http.postForEntity("/api/v1/auth/verification/confirm", Map.of("token", token), Void.class)
                .getStatusCode().value()).isEqualTo(204);

        assertThat(own.getForObject("/api/v1/auth/me", JsonNode.class).get("verified").asBoolean()).isTrue();
        assertThat(own.postForEntity("/api/v1/auth/verification", null, JsonNode.class).getStatusCode())
                .isEqualTo(HttpStatus.CONFLICT);
    }

    @Test
    void databaseHoldsNoTokenOfALink() {
        invite(address, "ANALYST");
        String token = mailedToken(address);

        assertThat(jdbc.queryForList("select * from account_link where email = ?", address).toString())
                .doesNotContain(token).doesNotContain(token.substring(24));
        assertThat(register(token.substring(0, 30) + "AAAA" + token.substring(34), "my-own-password").getStatusCode()
                .value()).isEqualTo(422);
    }

    @Test
    void nobodyReadsTheMailsOfAUserInTheEmbeddedMailbox() {
        SignedInUser victim = people.make(Role.ADMINISTRATOR);
        forgotten(victim.email());
        mailer.turn();

        for (Role role : List.of(Role.MARKETER, Role.ANALYST, Role.SERVICE)) {
            assertThat(people.as(role).getForEntity("/api/v1/mailbox/" + victim.email(), String.class)
                    .getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
        }
        assertThat(people.as(victim).getForObject("/api/v1/mailbox/" + victim.email(), JsonNode.class)
                .get("totalElements").asInt()).isOne();
    }

    @Test
    void pageOfTheLinkIsOpenAndSendsNothingElsewhere() {
        ResponseEntity<String> page = http.getForEntity("/account.html", String.class);

        assertThat(page.getStatusCode()).isEqualTo(HttpStatus.OK);
        assertThat(page.getHeaders().getFirst("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(page.getHeaders().getFirst("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.getBody()).doesNotContain("http://").doesNotContain("https://");
        assertThat(http.getForEntity("/account.js", String.class).getStatusCode()).isEqualTo(HttpStatus.OK);
    }

    private ResponseEntity<JsonNode> invite(String email, String role) {
        return people.administrator().postForEntity("/api/v1/invitations", Map.of("email", email, "role", role,
                "firstName", "Nora"), JsonNode.class);
    }

    private static String idOf(ResponseEntity<JsonNode> answer) {
        return answer.getBody().get("id").asText();
    }

    private ResponseEntity<JsonNode> register(String token, String password) {
        return http.postForEntity("/api/v1/auth/register", Map.of("token", token, "password", password),
                JsonNode.class);
    }

    private int forgotten(String email) {
        return http.postForEntity("/api/v1/auth/password-reset", Map.of("email", email), Void.class).getStatusCode()
                .value();
    }

    private int reset(String token, String password) {
        return http.postForEntity("/api/v1/auth/password-reset/confirm", Map.of("token", token, "password", password),
                String.class).getStatusCode().value();
    }

    private JsonNode login(SignedInUser user) {
        return http.postForObject("/api/v1/auth/login", Map.of("email", user.email(), "password", People.PASSWORD),
                JsonNode.class);
    }

    private int me(String token) {
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth(token);
        return http.exchange("/api/v1/auth/me", HttpMethod.GET, new HttpEntity<>(headers), String.class)
                .getStatusCode().value();
    }

    private String mailedToken(String recipient) {
        mailer.turn();
        Matcher link = Pattern.compile("account\\.html#([A-Za-z0-9_-]+)").matcher(raw(recipient)
                .replace("=\r\n", ""));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private String raw(String recipient) {
        return new String(mailServer.raw(mailServer.mails(recipient, 0, 1).get(0).id()).orElseThrow(),
                StandardCharsets.UTF_8);
    }
}
