package dev.cadenza.insight;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;

/** What /api/v1/analytics answers, as JSON and as CSV. */
@CadenzaTest
class AnalyticsHttpTest {

    @Autowired
    Marketing marketing;
    @Autowired
    Journeying journeying;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;
    @Autowired
    Rollups rollups;
    @Autowired
    TestRestTemplate http;

    List<UUID> leads;
    UUID campaign;

    @BeforeEach
    void aCampaignWithARowOfNumbers() {
        clock.set(TestClock.START);
        leads = marketing.leads(5);
        campaign = marketing.aCampaign().to(leads).with("name", "=1+1 " + UUID.randomUUID()).mail("One", "<p>1</p>")
                .delay("P2D").mail("Two", "<p>2</p>").launched();
        engine.runDueJobs();
    }

    /** The first mail of each lead went at this moment. */
    private void sentAt(String at) {
        jdbc.update("update message set state = 'SENT', pending = false, sent_at = ? where owner_id = ?",
                Timestamp.from(Instant.parse(at)), campaign);
    }

    @Test
    void theFunnelSaysWhereLeadsAreAndWhatBecameOfEachMail() {
        sentAt("2026-03-10T18:20:00Z");
        change("opened_at = sent_at", 0, 1);
        change("state = 'BOUNCED'", 2);
        journeying.happens(new MessageEvents.Replied(leads.get(0), journeying.enrollment(campaign, leads.get(0)),
                UUID.randomUUID(), clock.instant()));
        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();

        JsonNode funnel = get("/campaigns/" + campaign + "/funnel");

        assertThat(funnel.get("enrolled").asLong()).isEqualTo(5);
        assertThat(funnel.at("/outcomes/REPLIED").asLong()).isEqualTo(1);
        JsonNode first = funnel.at("/steps/0");
        assertThat(numbers(first, "number", "messages", "sent", "delivered", "opened", "replied", "bounced", "waiting"))
                .containsExactly(1L, 5L, 4L, 4L, 2L, 1L, 1L, 0L);
        assertThat(numbers(funnel.at("/steps/1"), "messages", "waiting", "here")).containsExactly(4L, 4L, 4L);

        JsonNode all = get("/journeys/" + campaign + "/steps");
        assertThat(all).as("the wait too").hasSizeGreaterThan(2).contains(first.deepCopy());
        rollups.run();
        assertThat(get("/campaigns/" + campaign + "/funnel")).as("after they were added up").isEqualTo(funnel);
        JsonNode stats = expect(200, marketing.get("/api/v1/campaigns/" + campaign + "/stats")).body();
        for (String number : List.of("drafted", "messages", "sent", "delivered", "opened", "replied", "bounced")) {
            assertThat(first.get(number)).as(number).isEqualTo(stats.at("/steps/0/" + number));
        }
    }

    @Test
    void aReplyCountsForTheMailThatItAnswers() {
        sentAt("2026-03-10T18:20:00Z");
        UUID first = jdbc.queryForObject("select id from message where owner_id = ? and lead_id = ?", UUID.class,
                campaign, leads.get(0));
        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();
        UUID enrollment = journeying.enrollment(campaign, leads.get(0));
        UUID inbound = UUID.randomUUID();
        jdbc.update("insert into message (id, direction, channel, lead_id, owner_id, enrollment_id, address, state,"
                + " in_reply_to, created_at) values (?, 'INBOUND', 'EMAIL', ?, ?, ?, 'x', 'RECEIVED', ?, now())",
                inbound, leads.get(0), campaign, enrollment, first);

        journeying.happens(new MessageEvents.Replied(leads.get(0), enrollment, inbound, clock.instant()));
        journeying.happens(new MessageEvents.Replied(leads.get(0), enrollment, UUID.randomUUID(), clock.instant()));

        JsonNode replies = get("/replies?campaignId=" + campaign);
        assertThat(replies).hasSize(2);
        assertThat(numbers(replies.get(0), "number", "sent", "replied")).containsExactly(1L, 5L, 1L);
        assertThat(replies.get(0).get("replyRate").asDouble()).isEqualTo(0.2);
        assertThat(numbers(replies.get(1), "sent", "replied")).containsExactly(0L, 0L);
        assertThat(replies.get(1).has("replyRate")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"UTC, 2026-03-10", "Asia/Kolkata, 2026-03-10", "Asia/Kathmandu, 2026-03-11",
        "Asia/Tokyo, 2026-03-11", "America/New_York, 2026-03-10", "+05:45, 2026-03-11"})
    void aDayIsTheOneOfTheTimezone(String timezone, String day) {
        sentAt("2026-03-10T18:20:00Z");
        change("opened_at = sent_at + interval '3 days'", 1);
        String zone = timezone.replace("+", "%2B");

        for (int i = 0; i < 2; i++) {
            JsonNode days = get("/daily?from=2026-03-09&to=2026-03-12&campaignId=" + campaign + "&timezone=" + zone);
            assertThat(days).hasSize(4);
            for (JsonNode each : days) {
                long sent = each.get("date").asText().equals(day) ? 5 : 0;
                assertThat(numbers(each, "totalEmailsSent", "totalFollowupsSent", "messagesSent", "opened"))
                        .as(each.toString()).containsExactly(sent, 0L, sent, sent == 0 ? 0L : 1L);
            }
            rollups.run();
        }
    }

    @Test
    void channelsAreCountedByTheDayOfSending() {
        sentAt("2026-03-10T18:20:00Z");
        change("channel = 'SMS', delivered_at = sent_at", 0);
        change("channel = 'SMS'", 1);
        change("clicked_at = sent_at, opened_at = sent_at", 2);

        JsonNode channels = get("/channels?from=2026-03-10&to=2026-03-10&campaignId=" + campaign);

        assertThat(channels).hasSize(2);
        assertThat(channels.get(0).get("channelType").asText()).isEqualTo("EMAIL");
        assertThat(numbers(channels.get(0), "sentCount", "deliveredCount", "openedCount", "clickedCount"))
                .containsExactly(3L, 3L, 1L, 1L);
        assertThat(numbers(channels.get(1), "sentCount", "deliveredCount")).containsExactly(2L, 1L);
        assertThat(get("/channels?from=2026-03-11&to=2026-03-12&campaignId=" + campaign)).isEmpty();
    }

    @Test
    void sendingHoursAreThoseOfTheTimezoneAndSayWhenTheyAreTooFew() {
        sentAt("2026-03-10T18:20:00Z");
        change("opened_at = sent_at", 3);

        JsonNode answer = get("/sending-hours?from=2026-03-01&to=2026-03-31&timezone=Asia/Kathmandu&campaignId="
                + campaign);

        assertThat(answer.get("enough").asBoolean()).isFalse();
        assertThat(answer.get("words").asText()).startsWith("Too little to tell");
        assertThat(answer.get("hours")).hasSize(1);
        assertThat(answer.at("/hours/0/weekday").asText()).isEqualTo("WEDNESDAY");
        assertThat(numbers(answer.at("/hours/0"), "hour", "sent", "opened")).containsExactly(0L, 5L, 1L);
    }

    @Test
    void campaignsShowHowFarTheyAre() {
        sentAt("2026-03-10T18:20:00Z");

        JsonNode line = null;
        for (JsonNode each : get("/campaigns?size=500").get("content")) {
            line = each.get("id").asText().equals(campaign.toString()) ? each : line;
        }

        assertThat(line).isNotNull();
        assertThat(numbers(line, "enrolled", "underway", "messages", "sent", "waiting"))
                .containsExactly(5L, 5L, 5L, 5L, 0L);
        assertThat(line.get("processDefinitionId").asText()).isEqualTo(jdbc.queryForObject(
                "select process_definition_id from journey where owner_id = ?", String.class, campaign));
    }

    @Test
    void cardsAreCountedAsTheDashboardWantsThem() {
        JsonNode before = get("/cards");
        UUID file = UUID.randomUUID();
        jdbc.update("insert into card_file (id, sha256, name, media_type, bytes, data, created_at)"
                + " values (?, ?, 'card.png', 'image/png', 1, 'x', now())", file, file.toString());
        for (int page = 0; page < 2; page++) {
            jdbc.update("insert into business_card (id, upload_id, file_id, page, lead_id, status, created_at,"
                    + " processed_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, now())", UUID.randomUUID(), file,
                    file, page, leads.get(page), page == 0 ? "PENDING_REVIEW" : "COMPLETED",
                    Timestamp.from(TestClock.START.minusSeconds(600)),
                    Timestamp.from(TestClock.START.minusSeconds(590)));
        }

        JsonNode cards = get("/cards");

        assertThat(cards.get("total").asLong() - before.get("total").asLong()).isEqualTo(2);
        assertThat(cards.get("needingReview").asLong() - before.get("needingReview").asLong()).isEqualTo(1);
        assertThat(cards.at("/byStatus/COMPLETED").asLong() - before.path("byStatus").path("COMPLETED").asLong())
                .isEqualTo(1);
        assertThat(cards.get("averageProcessingSeconds").asDouble()).isPositive();
        assertThat(cards.get("averageSecondsToDraft").asDouble()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/daily.csv", "/channels.csv", "/campaigns.csv?size=500", "/campaigns/{id}/funnel.csv",
        "/journeys/{id}/steps.csv",
        "/sending-hours.csv", "/replies.csv?campaignId={id}", "/cards.csv"})
    void eachComesAsCsvToo(String path) {
        ResponseEntity<String> answer = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery")
                .getForEntity("/api/v1/analytics" + path, String.class, campaign);

        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getHeaders().getContentType()).hasToString("text/csv;charset=UTF-8");
        assertThat(answer.getHeaders().getContentDisposition().isAttachment()).isTrue();
        assertThat(answer.getBody()).startsWith("\uFEFF").contains(",").contains("\r\n");
        if (path.contains("campaigns.csv") || path.contains("replies")) {
            assertThat(answer.getBody()).as("a name that a spreadsheet would run").contains(",'=1+1 ")
                    .doesNotContain(",=1+1");
        }
    }

    @ParameterizedTest
    @CsvSource({"/daily?from=2026-03-10&to=2026-03-01, to", "/daily?timezone=Nowhere, timezone",
        "/daily?timezone=%2B05:53, timezone", "/daily?from=yesterday, from", "/daily.csv?to=12345-01-01, to",
        "/channels?from=1900-01-01, from", "/sending-hours?from=2020-01-01&to=2026-01-01, to",
        "/sending-hours?campaignId=x, campaignId", "/replies?size=0, size", "/campaigns?page=-1, page"})
    void whatIsNoRangeOrTimezoneIsNamed(String path, String field) {
        Marketing.Answer answer = expect(422, marketing.get("/api/v1/analytics" + path));
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo(field);
    }

    @Test
    void whatSomebodyDoesNotSeeIsNotInTheirNumbers() {
        sentAt("2026-03-10T18:20:00Z");
        String colleague = "colleague-" + UUID.randomUUID() + "@cadenza.test";
        String owner = "owner-" + UUID.randomUUID() + "@cadenza.test";
        expect(201, marketing.post("/api/v1/users", Map.of("email", colleague, "password", "a-long-enough-password",
                "role", "MARKETER")));
        UUID ownerId = expect(201, marketing.post("/api/v1/users", Map.of("email", owner, "password",
                "a-long-enough-password", "role", "MARKETER"))).id();
        String day = "/daily?from=2026-03-10&to=2026-03-10";
        long before = as(colleague, day).get(0).get("messagesSent").asLong();
        jdbc.update("insert into ownership (row_id, kind, owner_id, shared, created_at, updated_at)"
                + " values (?, 'campaigns', ?, false, now(), now())"
                + " on conflict (row_id) do update set owner_id = excluded.owner_id, shared = false", campaign,
                ownerId);

        assertThat(as(colleague, day).get(0).get("messagesSent").asLong()).isEqualTo(before - 5);
        assertThat(as(owner, day).get(0).get("messagesSent").asLong()).isEqualTo(before);
        for (String path : List.of("/campaigns/" + campaign + "/funnel", "/campaigns/" + campaign + "/funnel.csv",
                "/journeys/" + campaign + "/steps", "/daily?campaignId=" + campaign,
                "/replies?campaignId=" + campaign)) {
            assertThat(http.withBasicAuth(colleague, "a-long-enough-password")
                    .getForEntity("/api/v1/analytics" + path, String.class).getStatusCode().value())
                    .as(path).isEqualTo(404);
        }
        assertThat(as(colleague, "/campaigns?size=500").toString()).doesNotContain(campaign.toString());
        assertThat(as(owner, "/campaigns?size=500").toString()).contains(campaign.toString());
    }

    private void change(String set, int... who) {
        for (int lead : who) {
            jdbc.update("update message set " + set + " where owner_id = ? and lead_id = ?", campaign, leads.get(lead));
        }
    }

    private JsonNode get(String path) {
        return expect(200, marketing.get("/api/v1/analytics" + path)).body();
    }

    private JsonNode as(String user, String path) {
        return http.withBasicAuth(user, "a-long-enough-password").getForObject("/api/v1/analytics" + path,
                JsonNode.class);
    }

    private static List<Long> numbers(JsonNode node, String... fields) {
        return Arrays.stream(fields).map(field -> node.get(field).asLong()).toList();
    }
}
