package dev.cadenza.message;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Says when a queued message will go, and what it waits for. */
@Component
public class QueueForecast {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM HH:mm VV", Locale.ENGLISH);
    /** Farther back in a queue the estimate is rough anyway. */
    private static final int MOST_AHEAD = 50_000;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    QueueForecast(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param expectedAt an estimate; for what waits for a person (a pause), as if it went on now
     * @param reason a clause such as {@code the daily limit of sales@example.com is reached}; empty where the message
     *         only waits for its planned time
     */
    public record Forecast(Instant expectedAt, String reason) {
    }

    private record Queued(UUID id, UUID laneId, Instant scheduledFor, @Nullable String timezone,
            @Nullable String previousState, @Nullable Instant previousScheduledFor, @Nullable Instant previousWentAt,
            long delaySeconds) {
    }

    /** Empty where the message is not waiting: it is being sent, or settled. */
    public Optional<Forecast> of(UUID messageId) {
        return jdbc.query("""
                select m.id, m.lane_id, m.scheduled_for, m.timezone, p.state, p.scheduled_for,
                    coalesce(p.sent_at, p.fenced_at), m.delay_seconds
                from message m left join message p on p.id = m.previous_id where m.id = ? and m.state = 'QUEUED'
                """, QueueForecast::read, messageId).stream().findFirst().map(this::forecast);
    }

    private static Queued read(ResultSet row, int number) throws SQLException {
        return new Queued(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                row.getObject(3, OffsetDateTime.class).toInstant(), row.getString(4), row.getString(5),
                instant(row, 6), instant(row, 7), row.getLong(8));
    }

    private Forecast forecast(Queued message) {
        Lane lane = jdbc.queryForObject("select " + Lane.COLUMNS
                + " from " + Lane.TABLES + " where l.id = ?", Lane::read,
                message.laneId());
        if (lane == null) {
            throw new IllegalStateException("Message " + message.id() + " is in no lane");
        }
        Instant now = clock.instant();
        Instant planned = message.scheduledFor().isAfter(now) ? message.scheduledFor() : now;
        Instant following = afterPrevious(message, now);
        Instant earliest = following.isAfter(planned) ? following : planned;
        ZoneId zone = lane.zoneFor(message.timezone());
        Instant opens = lane.window().next(earliest, zone);
        Forecast paced = paced(message, lane, zone, opens);
        if (lane.held()) {
            return new Forecast(paced.expectedAt(), "the campaign is paused");
        }
        if (!lane.sender().active()) {
            return new Forecast(paced.expectedAt(), "the sender account " + lane.sender().label() + " is deactivated");
        }
        Lane.Channel channel = lane.channel();
        if (channel != null && !channel.active()) {
            return new Forecast(paced.expectedAt(), "the channel " + channel.name() + " is deactivated");
        }
        Instant free = lane.quota().next(now);
        if (channel != null && free.isAfter(paced.expectedAt())) {
            return new Forecast(free, "the limit of the channel " + channel.name() + " is reached");
        }
        if (!paced.reason().isEmpty()) {
            return paced;
        }
        if (opens.isAfter(earliest)) {
            return new Forecast(opens, "outside the send window until " + TIME.format(opens.atZone(zone)));
        }
        boolean follows = following.isAfter(now) && !following.isBefore(planned);
        return new Forecast(opens, follows ? "after the previous message" : "");
    }

    private static Instant afterPrevious(Queued message, Instant now) {
        return message.previousState() == null ? now
                : Previous.earliest(message.previousState(), message.previousScheduledFor(), message.previousWentAt(),
                        Duration.ofSeconds(message.delaySeconds()), now, Duration.ZERO);
    }

    /** What the lane's and the sender's pace make of it; without a reason where both let it go at {@code opens}. */
    private Forecast paced(Queued message, Lane lane, ZoneId zone, Instant opens) {
        Forecast byLane = paced(lane.pace(), lane, zone, opens, ahead(lane.pace(), "lane_id = ?", lane.id(), message),
                "the campaign");
        Forecast bySender = paced(lane.senderPace(), lane, zone, opens,
                ahead(lane.senderPace(), "lane_id in (select id from lane where sender_account_id = ? and not held)",
                        lane.sender().id(), message), lane.sender().label());
        return bySender.expectedAt().isAfter(byLane.expectedAt()) || byLane.reason().isEmpty() ? bySender : byLane;
    }

    private static Forecast paced(Pace pace, Lane lane, ZoneId zone, Instant opens, long ahead, String whose) {
        PaceEstimate estimate = PaceEstimate.of(pace, lane.window(), zone, opens, ahead);
        if (!estimate.at().isAfter(opens)) {
            return new Forecast(opens, "");
        }
        String reason = estimate.limited() ? "the daily limit of " + whose + " is reached"
                : ahead == 0 ? "the gap between mails of " + whose
                : ahead + (ahead == 1 ? " message goes" : " messages go") + " before it, with a gap between each";
        return new Forecast(estimate.at(), reason);
    }

    private long ahead(Pace pace, String which, UUID id, Queued message) {
        if (!pace.limited()) {
            return 0;
        }
        Long ahead = jdbc.queryForObject("select count(*) from (select from message where " + which
                + " and pending and (scheduled_for, id) < (?, ?) limit ?) a", Long.class, id,
                Sql.time(message.scheduledFor()), message.id(), MOST_AHEAD);
        return ahead == null ? 0 : ahead;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
