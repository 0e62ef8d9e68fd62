package dev.cadenza.message;

import dev.cadenza.channel.Carrier;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Senders, lanes, messages and dispatchers for the tests of the outbox, on the application's own beans. */
final class OutboxFixture {

    final JdbcTemplate jdbc;
    final Outbox outbox;
    final Lanes lanes;
    final SenderAccounts senders;
    final ApplicationContext beans;

    OutboxFixture(ApplicationContext beans) {
        this.beans = beans;
        this.jdbc = beans.getBean(JdbcTemplate.class);
        this.outbox = beans.getBean(Outbox.class);
        this.lanes = beans.getBean(Lanes.class);
        this.senders = beans.getBean(SenderAccounts.class);
        beans.getBean(TestClock.class).set(TestClock.START);
        emptyQueues();
    }

    /** What earlier tests left would be handed to this one's providers. */
    private void emptyQueues() {
        jdbc.update("update message set state = 'CANCELLED', pending = false where pending or state in ('CLAIMED', 'SENDING')");
        jdbc.update("delete from outbox_claim");
        jdbc.update("update outbox_gate set held = false");
    }

    /** A dispatcher of a node of its own that hands everything to {@code provider}. */
    Dispatcher dispatcher(Carrier provider) {
        return dispatcher("node-" + Ids.next(), provider);
    }

    Dispatcher dispatcher(String node, Carrier provider) {
        return new Dispatcher(node, lane -> provider, beans.getBean(Claimer.class), beans.getBean(Composer.class),
                beans.getBean(Ledger.class), beans.getBean(Recovery.class), beans.getBean(Nodes.class),
                beans.getBean(OutboxSettings.class), beans.getBean(Clock.class));
    }

    /** A Wednesday later than any that a test has used, 10:00 UTC; the clock stands there. */
    Instant freshDay() {
        TestClock clock = beans.getBean(TestClock.class);
        LocalDate day = clock.instant().atZone(ZoneOffset.UTC).toLocalDate().plusDays(3);
        while (day.getDayOfWeek() != java.time.DayOfWeek.WEDNESDAY) {
            day = day.plusDays(1);
        }
        clock.set(day.atTime(10, 0).toInstant(ZoneOffset.UTC));
        return clock.instant();
    }

    Sender sender() {
        return sender(null, 0, ZoneOffset.UTC);
    }

    Sender sender(Integer dailyLimit, int gapSeconds, ZoneId zone) {
        return senders.add(new SenderSettings("sender-" + Ids.next() + "@example.com", "Sally Sender", null, dailyLimit,
                gapSeconds, zone));
    }

    LaneFixture lane() {
        return lane(sender(), null, 0, SendWindow.always(ZoneOffset.UTC), false);
    }

    LaneFixture lane(Sender sender, Integer dailyLimit, int gapSeconds, SendWindow window, boolean leadTimezone) {
        UUID owner = Ids.next();
        UUID lane = lanes.open(new LaneSettings(sender.id(), owner, dailyLimit, gapSeconds, window, leadTimezone));
        return new LaneFixture(this, lane, owner, sender);
    }

    String state(UUID messageId) {
        return jdbc.queryForObject("select state from message where id = ?", String.class, messageId);
    }

    String error(UUID messageId) {
        return jdbc.queryForObject("select error from message where id = ?", String.class, messageId);
    }

    Instant scheduledFor(UUID messageId) {
        return jdbc.queryForObject("select scheduled_for from message where id = ?", java.time.OffsetDateTime.class,
                messageId).toInstant();
    }

    Map<String, Object> row(UUID messageId) {
        return jdbc.queryForMap("select * from message where id = ?", messageId);
    }

    Instant now() {
        return beans.getBean(Clock.class).instant().truncatedTo(ChronoUnit.MILLIS);
    }

    void advance(Duration duration) {
        beans.getBean(TestClock.class).advance(duration);
    }
}
