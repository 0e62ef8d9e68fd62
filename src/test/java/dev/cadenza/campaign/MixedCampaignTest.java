package dev.cadenza.campaign;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.ContactPoints;
import dev.cadenza.message.Dispatcher;
import dev.cadenza.message.Suppressions;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Campaigns whose steps go over several channels, through the providers' own wire formats. */
@CadenzaTest
class MixedCampaignTest {

    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);

    @Autowired
    Marketing marketing;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    Dispatcher dispatcher;
    @Autowired
    Suppressions suppressions;
    @Autowired
    ContactPoints contacts;

    private LedgerApiServer server;

    @BeforeEach
    void open() throws IOException {
        clock.set(TestClock.START);
        server = new LedgerApiServer(0, null);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private UUID channel(String provider, String channel, Map<String, ?> settings, Map<String, ?> credentials,
            Map<String, ?> more) {
        Map<String, Object> body = new HashMap<>(Map.of("name", channel + " " + UUID.randomUUID(), "provider", provider,
                "channel", channel, "settings", settings, "credentials", credentials));
        body.putAll(more);
        return expect(201, marketing.post("/api/v1/channels", body)).id();
    }

    private UUID twilio(String channel, Map<String, ?> more) {
        return channel("twilio", channel, Map.of("accountSid", "AC" + "1".repeat(32), "from", "+15550001111",
                "baseUrl", server.address()), Map.of("authToken", "token"), more);
    }

    private UUID lead(@Nullable String email, @Nullable String phone) {
        UUID id = Ids.next();
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update("insert into lead(id, email, phone, first_name, source, created_at, updated_at)"
                + " values (?, ?, ?, 'Ann & Co', 'test', ?, ?)", id, email, phone, now, now);
        return id;
    }

    private static String email() {
        return "mixed" + NUMBERS.incrementAndGet() + "@example.com";
    }

    private static String phone() {
        return "+4915199" + (10_000 + NUMBERS.incrementAndGet());
    }

    private static Map<String, Object> step(String type, String body, Map<String, ?> more) {
        Map<String, Object> step = new HashMap<>(Map.of("type", type, "body", body));
        step.putAll(more);
        return step;
    }

    private UUID launched(List<UUID> leads, List<Map<String, Object>> steps) {
        Map<String, Object> body = marketing.aCampaign().to(leads).setting("sendDays", List.of("MONDAY", "TUESDAY",
                "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")).setting("sendWindowStart", "00:00")
                .setting("sendWindowEnd", "23:59:59").body();
        body.put("steps", steps);
        UUID campaign = expect(201, marketing.post("/api/v1/campaigns", body)).id();
        expect(202, marketing.post("/api/v1/campaigns/" + campaign + "/launch", null));
        engine.runDueJobs();
        dispatcher.runOnce();
        return campaign;
    }

    private List<String> messages(UUID campaign, UUID lead) {
        return jdbc.queryForList("select step_id || ' ' || channel || ' ' || state || coalesce(' ' || error, '') from message"
                + " where owner_id = ? and lead_id = ? order by scheduled_for, id", String.class, campaign, lead);
    }

    @Test
    void eachLeadGetsWhatItCanGetOnTheChannelOfTheStepOrTheOneToFallBackTo() {
        UUID sms = twilio("SMS", Map.of());
        UUID both = lead(email(), phone());
        UUID mailOnly = lead(email(), null);
        String number = phone();
        UUID phoneOnly = lead(null, number);

        UUID campaign = launched(List.of(both, mailOnly, phoneOnly), List.of(
                step("SMS", "Hi {{firstName}},\nyour order", Map.of("channelId", sms, "subject", "Your order",
                        "fallback", Map.of("type", "EMAIL"))),
                step("EMAIL", "<p>Second</p>", Map.of("subject", "Two", "delay", "PT1H"))));
        clock.advance(Duration.ofHours(1));
        engine.runDueJobs();
        dispatcher.runOnce();

        assertThat(messages(campaign, both)).containsExactly("sms-1 SMS SENT", "mail-2 EMAIL SENT");
        assertThat(messages(campaign, mailOnly)).containsExactly("sms-1 EMAIL SENT", "mail-2 EMAIL SENT");
        assertThat(messages(campaign, phoneOnly)).containsExactly("sms-1 SMS SENT",
                "mail-2 EMAIL SKIPPED no e-mail address");
        assertThat(server.requests()).hasSize(2).extracting(request -> request.form().get("Body"))
                .containsOnly("Hi Ann & Co,\nyour order");
        assertThat(server.requests()).extracting(request -> request.form().get("To")).contains(number);
        JsonNode channels = expect(200, marketing.get("/api/v1/campaigns/" + campaign + "/channels")).body();
        assertThat(channels).extracting(c -> c.get("channel").asText() + " " + c.get("sent") + " " + c.get("skipped"))
                .containsExactly("EMAIL 3 1", "SMS 2 0");
    }

    @Test
    void aStepThatNobodyFallsBackFromIsSkippedWithItsReasonAndTheNextKeepsItsDelay() {
        UUID sms = twilio("SMS", Map.of());
        UUID mailOnly = lead(email(), null);

        UUID campaign = launched(List.of(mailOnly), List.of(
                step("EMAIL", "<p>One</p>", Map.of("subject", "One")),
                step("SMS", "Two", Map.of("channelId", sms, "delay", "P1D")),
                step("EMAIL", "<p>Three</p>", Map.of("subject", "Three", "delay", "P2D"))));
        clock.advance(Duration.ofDays(1));
        engine.runDueJobs();
        dispatcher.runOnce();
        assertThat(messages(campaign, mailOnly)).containsExactly("mail-1 EMAIL SENT",
                "sms-2 SMS SKIPPED no phone number");

        clock.advance(Duration.ofDays(1));
        engine.runDueJobs();
        dispatcher.runOnce();
        assertThat(messages(campaign, mailOnly)).hasSize(2);

        clock.advance(Duration.ofDays(1));
        engine.runDueJobs();
        dispatcher.runOnce();
        assertThat(messages(campaign, mailOnly)).hasSize(3).last().isEqualTo("mail-3 EMAIL SENT");
    }

    @Test
    void anApprovedTextGoesToWhomeverHasNotWrittenLatelyWithTheirOwnValues() {
        UUID whatsApp = twilio("WHATSAPP", Map.of());
        String quietNumber = phone();
        UUID quiet = lead(null, quietNumber);
        String talkingNumber = phone();
        UUID talking = lead(null, talkingNumber);
        contacts.heardFrom(talking, ChannelType.WHATSAPP, talkingNumber, whatsApp, clock.instant().minusSeconds(3600));

        UUID campaign = launched(List.of(quiet, talking), List.of(step("WHATSAPP", "Hello {{firstName}}", Map.of(
                "channelId", whatsApp, "content", Map.of("sid", "HX77", "variables", Map.of("1", "{{firstName}}"))))));

        assertThat(messages(campaign, quiet)).containsExactly("whatsapp-1 WHATSAPP SENT");
        assertThat(messages(campaign, talking)).containsExactly("whatsapp-1 WHATSAPP SENT");
        Map<String, String> toQuiet = form("whatsapp:" + quietNumber);
        assertThat(toQuiet).containsEntry("ContentSid", "HX77").containsEntry("ContentVariables", "{\"1\":\"Ann & Co\"}");
        assertThat(form("whatsapp:" + talkingNumber)).containsEntry("Body", "Hello Ann & Co")
                .doesNotContainKey("ContentSid");
    }

    private Map<String, String> form(String to) {
        return server.requests().stream().map(LedgerApiServer.Request::form).filter(f -> to.equals(f.get("To")))
                .findFirst().orElseThrow();
    }

    @Test
    void whoStoppedOneChannelIsStillReachedOnAnother() {
        UUID sms = twilio("SMS", Map.of());
        String number = phone();
        UUID lead = lead(email(), number);
        suppressions.add(ChannelType.SMS, number, Suppressions.Reason.UNSUBSCRIBED, lead, "STOP");

        UUID campaign = launched(List.of(lead), List.of(step("SMS", "Hi", Map.of("channelId", sms)),
                step("EMAIL", "<p>Hi</p>", Map.of("subject", "Hi"))));

        assertThat(messages(campaign, lead)).containsExactlyInAnyOrder("sms-1 SMS SUPPRESSED unsubscribed",
                "mail-2 EMAIL SENT");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aNumberThatTwilioCallsOptedOutOrNoneGetsNothingMore() {
        UUID sms = twilio("SMS", Map.of());
        UUID none = lead(email(), "+4915199110000");
        UUID optedOut = lead(email(), "+4915199110001");

        UUID campaign = launched(List.of(none, optedOut), List.of(step("SMS", "Hi", Map.of("channelId", sms))));

        assertThat(messages(campaign, none)).singleElement().asString().startsWith("sms-1 SMS BOUNCED 400 21211");
        assertThat(messages(campaign, optedOut)).singleElement().asString().startsWith("sms-1 SMS SUPPRESSED 400 21610");
        assertThat(suppressions.contains(ChannelType.SMS, "+4915199110000")).isTrue();
        assertThat(suppressions.contains(ChannelType.SMS, "+4915199110001")).isTrue();
        assertThat(suppressions.contains(ChannelType.WHATSAPP, "+4915199110001")).isFalse();
    }

    @Test
    void aChannelsLimitsHoldOverCampaignsAndItIsSilentWhileItIsInactive() {
        UUID sms = twilio("SMS", Map.of("perDay", 2));
        List<UUID> leads = List.of(lead(null, phone()), lead(null, phone()), lead(null, phone()));

        UUID campaign = launched(leads, List.of(step("SMS", "Hi", Map.of("channelId", sms))));
        assertThat(server.requests()).hasSize(2);
        assertThat(waitsFor(campaign)).startsWith("the limit of the channel SMS ");

        expect(200, marketing.patch("/api/v1/channels/" + sms, Map.of("active", false)));
        clock.advance(Duration.ofDays(1));
        dispatcher.runOnce();
        assertThat(server.requests()).hasSize(2);
        assertThat(waitsFor(campaign)).endsWith(" is deactivated");

        expect(200, marketing.patch("/api/v1/channels/" + sms, Map.of("active", true)));
        dispatcher.runOnce();
        assertThat(server.requests()).hasSize(3);
    }

    private String waitsFor(UUID campaign) {
        UUID queued = jdbc.queryForObject("select id from message where owner_id = ? and state = 'QUEUED'", UUID.class,
                campaign);
        return expect(200, marketing.get("/api/v1/messages/" + queued)).body().get("waitsFor").asText();
    }

    @Test
    void mailsGoThroughTheChannelOfTheirSender() throws IOException {
        UUID sendGrid = channel("sendgrid", "EMAIL", Map.of("baseUrl", server.address()), Map.of("apiKey", "SG.x"),
                Map.of());
        UUID sender = expect(201, marketing.post("/api/v1/sender-accounts", Map.of("email",
                "s" + UUID.randomUUID() + "@example.com", "channelId", sendGrid))).id();
        UUID lead = lead(email(), null);
        Map<String, Object> body = marketing.aCampaign().to(List.of(lead)).mail("Hello", "<p>Hello</p>")
                .with("senderAccountId", sender).body();
        UUID campaign = expect(201, marketing.post("/api/v1/campaigns", body)).id();
        expect(202, marketing.post("/api/v1/campaigns/" + campaign + "/launch", null));
        engine.runDueJobs();
        dispatcher.runOnce();

        assertThat(messages(campaign, lead)).containsExactly("mail-1 EMAIL SENT");
        assertThat(server.last().path()).isEqualTo("/v3/mail/send");
        assertThat(server.last().body()).contains("List-Unsubscribe", "replies+");
    }

    @Test
    void whatATextChannelNeedsIsSaidBeforeTheLaunch() {
        Map<String, Object> body = marketing.aCampaign().to(List.of(lead(email(), phone()))).body();
        body.put("steps", List.of(
                step("SMS", "x".repeat(1601), Map.of("channelId", twilio("WHATSAPP", Map.of()))),
                step("WHATSAPP", "Hi", Map.of("content", Map.of("sid", "HX1", "variables", Map.of("1", "{{nonsense}}")))),
                step("EMAIL", "<p>x</p>", Map.of("subject", "x", "fallback", Map.of("type", "SMS",
                        "channelId", UUID.randomUUID())))));
        JsonNode unknown = marketing.post("/api/v1/campaigns", body).body();
        assertThat(unknown.toString()).contains("steps[2].fallback.channelId");

        body.put("steps", ((List<?>) body.get("steps")).subList(0, 2));
        UUID campaign = expect(201, marketing.post("/api/v1/campaigns", body)).id();
        JsonNode faults = expect(200, marketing.post("/api/v1/campaigns/" + campaign + "/check", null)).body();

        assertThat(faults.get("errors")).extracting(fault -> fault.get("field").asText()).contains(
                "steps[0].channelId", "steps[0].body", "steps[1].content.variables.1");
        assertThat(expect(422, marketing.post("/api/v1/campaigns", Map.of("name", "x", "steps", List.of(
                step("SMS", "Hi", Map.of("content", Map.of("sid", "HX1"), "fallback", Map.of("type", "SMS"))))))).body()
                .get("errors")).extracting(fault -> fault.get("field").asText())
                .containsExactlyInAnyOrder("steps[0].fallback.type", "steps[0].content");
    }
}
