package dev.cadenza.message;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.message.QueueForecast.Forecast;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The clock stands on Wednesday 3 June 2026, 10:00 UTC, unless a test moves it. */
@CadenzaTest
class QueueForecastTest {

    private static final SendWindow ALWAYS = SendWindow.always(ZoneOffset.UTC);
    private static final SendWindow OFFICE_IN_BERLIN = new SendWindow(LocalTime.of(9, 0), LocalTime.of(18, 0),
            EnumSet.range(MONDAY, FRIDAY), ZoneId.of("Europe/Berlin"));

    @Autowired
    QueueForecast forecast;
    @Autowired
    TestClock clock;
    OutboxFixture fixture;

    @BeforeEach
    void fixture(@Autowired ApplicationContext beans) {
        fixture = new OutboxFixture(beans);
    }

    private Forecast of(OutboundMessage message) {
        return forecast.of(message.id()).orElseThrow();
    }

    private static Forecast expected(String at, String reason) {
        return new Forecast(Instant.parse(at), reason);
    }

    @Test
    void aMessageThatIsDueGoesNow() {
        assertThat(of(fixture.lane().queued())).isEqualTo(expected("2026-06-03T10:00:00Z", ""));
    }

    @Test
    void aMessageWaitsForItsPlannedTime() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued(lane.message(null, null, null, fixture.now().plusSeconds(3600)));

        assertThat(of(message)).isEqualTo(expected("2026-06-03T11:00:00Z", ""));
    }

    @Test
    void aMessageWaitsForTheSendWindow() {
        LaneFixture lane = fixture.lane(fixture.sender(), null, 0, OFFICE_IN_BERLIN, false);
        clock.set(Instant.parse("2026-06-02T19:00:00Z"));

        assertThat(of(lane.queued())).isEqualTo(expected("2026-06-03T07:00:00Z",
                "outside the send window until 3 June 09:00 Europe/Berlin"));
    }

    @Test
    void theWindowMayBeInTheLeadsOwnTime() {
        LaneFixture lane = fixture.lane(fixture.sender(), null, 0, OFFICE_IN_BERLIN, true);

        assertThat(of(lane.queued(lane.message("Asia/Tokyo")))).isEqualTo(expected("2026-06-04T00:00:00Z",
                "outside the send window until 4 June 09:00 Asia/Tokyo"));
    }

    @Test
    void theDailyLimitOfTheSenderOrTheCampaignIsReached() {
        Sender sender = fixture.sender(2, 0, ZoneOffset.UTC);
        LaneFixture first = fixture.lane(sender, null, 0, ALWAYS, false);
        first.queued(2);
        fixture.dispatcher(new FakeProvider()).runOnce();
        LaneFixture second = fixture.lane(sender, null, 0, ALWAYS, false);
        LaneFixture other = fixture.lane(fixture.sender(), 1, 0, OFFICE_IN_BERLIN, false);

        assertThat(of(second.queued())).isEqualTo(expected("2026-06-04T00:00:00Z",
                "the daily limit of " + sender.email() + " is reached"));
        List<OutboundMessage> messages = other.queued(3);
        assertThat(of(messages.get(0)).reason()).isEmpty();
        assertThat(of(messages.get(2))).isEqualTo(expected("2026-06-05T07:00:00Z",
                "the daily limit of the campaign is reached"));
    }

    @Test
    void othersGoFirstWithAGapBetweenThem() {
        LaneFixture lane = fixture.lane(fixture.sender(), null, 120, ALWAYS, false);
        List<OutboundMessage> messages = lane.queued(3);

        assertThat(of(messages.get(2))).isEqualTo(expected("2026-06-03T10:04:00Z",
                "2 messages go before it, with a gap between each"));
        fixture.dispatcher(new FakeProvider()).runOnce();
        OutboundMessage next = messages.stream().filter(m -> fixture.state(m.id()).equals("QUEUED")).findFirst()
                .orElseThrow();
        assertThat(of(next)).isEqualTo(expected("2026-06-03T10:02:00Z", "the gap between mails of the campaign"));
    }

    @Test
    void aMessageFollowsTheOneBeforeIt() {
        LaneFixture lane = fixture.lane();
        OutboundMessage first = lane.queued(lane.message(null, null, null, fixture.now().plusSeconds(60)));
        OutboundMessage second = lane.queued(lane.message(first.id(), Duration.ofHours(2), null, fixture.now()));

        assertThat(of(second)).isEqualTo(expected("2026-06-03T12:01:00Z", "after the previous message"));
    }

    @Test
    void aPausedCampaignAndADeactivatedSenderAreNamed() {
        LaneFixture lane = fixture.lane();
        OutboundMessage message = lane.queued();
        fixture.senders.deactivate(lane.sender().id());
        assertThat(of(message).reason()).isEqualTo("the sender account " + lane.sender().email() + " is deactivated");

        fixture.lanes.hold(lane.ownerId());
        assertThat(of(message)).isEqualTo(expected("2026-06-03T10:00:00Z", "the campaign is paused"));
    }

    @Test
    void whatIsSettledHasNoForecast() {
        OutboundMessage message = fixture.lane().queued();
        fixture.dispatcher(new FakeProvider()).runOnce();

        assertThat(forecast.of(message.id())).isEmpty();
    }
}
