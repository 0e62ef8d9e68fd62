package dev.cadenza.message;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Messages of which nobody knows whether their provider took them, in groups that one person can decide about. */
@Component
public class UnknownMessages {

    private static final String OF_GROUP = """
            m.attention and m.state = 'UNKNOWN' and m.channel = ? and m.owner_id is not distinct from ?
                and m.sender_account_id is not distinct from ? and (m.fenced_at at time zone 'UTC')::date = ?
            """;

    private final JdbcTemplate jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    UnknownMessages(JdbcTemplate jdbc, ActivityLog activity, Clock clock) {
        this.activity = activity;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What belongs together: one campaign's messages through one sender on one day.
     *
     * @param ownerId the campaign; null for messages of none
     * @param day on which they were handed over (UTC)
     */
    public record Group(@Nullable UUID ownerId, ChannelType channel, @Nullable UUID senderAccountId, LocalDate day) {
    }

    /** What a person found out, or wants. */
    public enum Decision {
        /** They arrived. */
        SENT,
        /** They did not arrive, and are to stay unsent. */
        NOT_SENT,
        /** Send them again, though they may then arrive twice. */
        SEND_AGAIN
    }

    /**
     * One of them.
     *
     * @param reason why nobody knows
     */
    public record Unknown(UUID id, @Nullable UUID leadId, @Nullable String leadName, String address,
            Instant handedOverAt, int attempts, @Nullable String reason) {
    }

    /** Groups of what was handed over before {@code before} and is unknown still. */
    @Transactional(readOnly = true)
    public List<Group> groups(Instant before) {
        return jdbc.query("""
                select distinct m.owner_id, m.channel, m.sender_account_id, (m.fenced_at at time zone 'UTC')::date
                from message m where m.attention and m.state = 'UNKNOWN' and m.fenced_at < ?
                """, (row, number) -> new Group(row.getObject(1, UUID.class), ChannelType.valueOf(row.getString(2)),
                row.getObject(3, UUID.class), row.getObject(4, LocalDate.class)), Sql.time(before));
    }

    @Transactional(readOnly = true)
    public long count(Group group) {
        Long count = jdbc.queryForObject("select count(*) from message m where " + OF_GROUP, Long.class, of(group));
        return count == null ? 0 : count;
    }

    /** The oldest first. */
    @Transactional(readOnly = true)
    public PageResponse<Unknown> page(Group group, PageQuery query) {
        List<Object> values = new ArrayList<>(parameters(group));
        values.add(query.offset());
        values.add(query.size());
        List<Unknown> page = jdbc.query("""
                select m.id, m.lead_id, nullif(concat_ws(' ', l.first_name, l.last_name), '') as name, m.address,
                    m.fenced_at, m.attempt, m.error
                from message m left join lead l on l.id = m.lead_id where\s""" + OF_GROUP
                + " order by m.id offset ? limit ?", UnknownMessages::read, values.toArray());
        return PageResponse.of(page, query.page(), query.size(), count(group));
    }

    /**
     * Settles messages of a group, in one statement.
     *
     * @param ids only these; null for all of the group
     * @return how many were settled; the others had an outcome meanwhile, or their lead has left and they are not sent
     */
    @Transactional
    public int settle(Group group, @Nullable Collection<UUID> ids, Decision decision) {
        String set = switch (decision) {
            case SENT -> "state = 'SENT', sent_at = coalesce(m.sent_at, m.fenced_at), error = null, attention = false";
            case NOT_SENT -> "state = 'FAILED', error = 'Somebody found that it had not arrived.'";
            case SEND_AGAIN -> """
                    state = 'QUEUED', pending = true, attention = false, claim_id = null, attempt = 0, error = null,
                    scheduled_for = cast(? as timestamptz)""";
        };
        List<Object> values = new ArrayList<>(parameters(group));
        String only = "";
        if (ids != null) {
            only = " and m.id = any(?::uuid[])";
            values.add(Sql.of(ids));
        }
        if (decision == Decision.SEND_AGAIN) {
            values.add(Sql.time(clock.instant()));
        }
        String again = decision == Decision.SEND_AGAIN ? " and m.withdrawn is null" : "";
        List<LastSent> settled = jdbc.query("with open as materialized (select m.id from message m where " + OF_GROUP
                + only + again + " order by m.id for update) update message m set " + set
                + " from open where m.id = open.id returning m.lead_id, m.sent_at", (row, number) ->
                new LastSent(row.getObject(1, UUID.class), row.getTimestamp(2) == null ? null
                        : row.getTimestamp(2).toInstant()), values.toArray());
        if (decision == Decision.SENT) {
            LastSent.carry(jdbc, settled);
        }
        if (!settled.isEmpty()) {
            Map<String, Object> what = new HashMap<>(Map.of("outcome", decision, "count", settled.size()));
            if (group.ownerId() != null) {
                what.put("owner", group.ownerId());
            }
            activity.record(Action.MESSAGE_RESOLVED, null, what);
        }
        return settled.size();
    }

    private static Unknown read(ResultSet row, int number) throws SQLException {
        Instant handedOver = SenderViews.instant(row, "fenced_at");
        return new Unknown(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                row.getString("name"), row.getString("address"), handedOver == null ? Instant.EPOCH : handedOver,
                row.getInt("attempt"), row.getString("error"));
    }

    private static List<Object> parameters(Group group) {
        List<Object> values = new ArrayList<>();
        values.add(group.channel().name());
        values.add(group.ownerId());
        values.add(group.senderAccountId());
        values.add(group.day());
        return values;
    }

    private static Object[] of(Group group) {
        return parameters(group).toArray();
    }
}
