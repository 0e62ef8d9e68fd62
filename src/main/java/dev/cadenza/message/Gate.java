package dev.cadenza.message;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.Conflict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whether anything is handed over at all. It shuts by itself where the database turns out to be a restored copy, which
 * does not know what was sent after the copy was taken, and opens when somebody says so. docs/adr/0020 gives the reasons.
 */
@Component
class Gate implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Doubt doubt;
    private final OutboxSettings settings;
    private final ActivityLog activity;
    private final Clock clock;

    Gate(JdbcTemplate jdbc, TransactionTemplate transaction, Doubt doubt, OutboxSettings settings, ActivityLog activity,
            Clock clock) {
        this.activity = activity;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.doubt = doubt;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param lostFrom and {@code lostUntil}: what was sent in this time the database does not know; null where nothing
     *     was lost
     * @param doubtful messages that wait and may have been sent in that time
     */
    record State(boolean held, @Nullable Instant heldSince, @Nullable Instant lostFrom, @Nullable Instant lostUntil,
            long doubtful, @Nullable Instant releasedAt, @Nullable String releasedBy) {
    }

    /** What becomes of messages that may have been sent before. */
    enum Decision {
        /** They become UNKNOWN, as do those that follow from them: nobody gets a mail twice. */
        UNKNOWN,
        /** Somebody is sure that they were not sent: they go. */
        SEND
    }

    @Override
    public void afterPropertiesSet() {
        look();
        if (settings.startHeld()) {
            hold();
        }
    }

    /** Compares the database with the one that the last look saw, and shuts the gate where it is another. */
    void look() {
        transaction.executeWithoutResult(status -> {
            String here = identity();
            String known = jdbc.queryForObject("select written_in from outbox_gate for update", String.class);
            if (!Objects.equals(known, here)) {
                jdbc.update("update outbox_gate set written_in = ?", here);
                if (known != null && !(settings.trustFailover() && sameButTimeline(known, here))) {
                    restored();
                }
            }
        });
    }

    /** Only a copy has another number; a copy that was recovered to a point in time has another timeline. */
    private String identity() {
        Boolean allowed = jdbc.queryForObject("select has_function_privilege('pg_control_system()', 'execute')"
                + " and has_function_privilege('pg_control_checkpoint()', 'execute')", Boolean.class);
        String server = !Boolean.TRUE.equals(allowed) ? "?" : jdbc.queryForObject(
                "select system_identifier || '/' || (select timeline_id from pg_control_checkpoint())"
                        + " from pg_control_system()", String.class);
        return jdbc.queryForObject("select oid::text from pg_database where datname = current_database()",
                String.class) + "/" + server;
    }

    private static boolean sameButTimeline(String known, String here) {
        return known.substring(0, known.lastIndexOf('/')).equals(here.substring(0, here.lastIndexOf('/')));
    }

    /** Everything in the database was written before the copy was taken, so the latest of it says when that was. */
    private void restored() {
        Instant now = clock.instant();
        jdbc.update("""
                update outbox_gate set held = true, held_since = ?, released_at = null, released_by = null,
                    lost_until = ?, lost_from = least(?, coalesce(lost_from, 'infinity'), (select coalesce(
                        max(lease_until) - ? * interval '1 millisecond',
                        (select max(greatest(created_at, sent_at, fenced_at)) from message), ?) from outbox_node))
                """, Sql.time(now), Sql.time(now), Sql.time(now), settings.lease().toMillis(), Sql.time(now));
        LOG.warn("This database is a restored copy: what was sent since it was taken is not known here. Nothing is"
                + " handed over until an administrator has looked (GET /api/v1/outbox/gate) and released it.");
    }

    State state() {
        State row = jdbc.queryForObject("select * from outbox_gate", Gate::read);
        long doubtful = row == null || row.lostUntil() == null ? 0 : doubt.count();
        return row == null ? new State(false, null, null, null, 0, null, null)
                : new State(row.held(), row.heldSince(), row.lostFrom(), row.lostUntil(), doubtful, row.releasedAt(),
                        row.releasedBy());
    }

    Optional<Instant> heldSince() {
        return jdbc.query("select held_since from outbox_gate where held", (row, number) -> instant(row, "held_since"))
                .stream().findFirst();
    }

    /** Nothing more is handed over on any node, from each node's next fence on. */
    @Transactional
    public void hold() {
        jdbc.update("update outbox_gate set held = true, held_since = ?, released_at = null, released_by = null"
                + " where not held", Sql.time(clock.instant()));
    }

    /** The same, by a person. */
    @Transactional
    public void holdByHand() {
        hold();
        activity.record(Action.SENDING_HELD, null, Map.of());
    }

    /**
     * Lets sending go on.
     *
     * @return how many messages were found doubtful
     * @throws Conflict where the gate is open
     */
    @Transactional
    public int release(Decision decision, String who) {
        if (jdbc.queryForList("select 1 from outbox_gate where held for update").isEmpty()) {
            throw new Conflict("not-held", "Sending is not held.");
        }
        int doubtful = decision == Decision.UNKNOWN ? doubt.settleAll() : (int) doubt.count();
        jdbc.update("update outbox_gate set held = false, released_at = ?, released_by = ?, lost_from ="
                + " case when ? then lost_from end, lost_until = case when ? then lost_until end",
                Sql.time(clock.instant()), who, decision == Decision.UNKNOWN, decision == Decision.UNKNOWN);
        activity.record(Action.SENDING_RELEASED, null, Map.of("doubtful", doubtful, "decision", decision));
        LOG.info("Sending was released with {} doubtful messages ({})", doubtful, decision);
        return doubtful;
    }

    private static State read(ResultSet row, int number) throws SQLException {
        return new State(row.getBoolean("held"), instant(row, "held_since"), instant(row, "lost_from"),
                instant(row, "lost_until"), 0, instant(row, "released_at"), row.getString("released_by"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
