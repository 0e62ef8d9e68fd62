package dev.cadenza.message;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Addresses that get nothing more. Looked at when a message is queued and again in the statement that fences it, so
 * from the commit of {@link #add} on no hand-over to the address begins whose fence comes later.
 */
@Component
public class Suppressions {

    private final JdbcTemplate jdbc;
    private final ErasedAddresses erased;
    private final ActivityLog activity;
    private final Clock clock;

    Suppressions(JdbcTemplate jdbc, ErasedAddresses erased, ActivityLog activity, Clock clock) {
        this.activity = activity;
        this.jdbc = jdbc;
        this.erased = erased;
        this.clock = clock;
    }

    /** Why an address gets nothing more. */
    public enum Reason {
        UNSUBSCRIBED,
        BOUNCED,
        COMPLAINED,
        /** A person put it here. */
        MANUAL,
        /** Whoever had it was erased; only a hash of the address is left. */
        ERASED
    }

    /**
     * @param address in its normal form, as leads have it
     * @param detail for people, such as the answer of the recipient's server
     * @return false where the address was suppressed already; its first reason stays
     */
    @Transactional
    public boolean add(ChannelType channel, String address, Reason reason, @Nullable UUID leadId,
            @Nullable String detail) {
        return jdbc.update("""
                insert into suppression (id, channel, address, reason, lead_id, detail, created_at)
                select ?, ?, ?, ?, ?, ?, ? where not exists (
                    select from suppression where channel = ? and address = ?)
                on conflict (channel, address) do nothing
                """, Ids.next(), channel.name(), address, reason.name(), leadId, detail,
                Sql.time(clock.instant()), channel.name(), erased.mark(address)) == 1;
    }

    /** Suppresses an address for good without keeping it: see {@link ErasedAddresses}. */
    @Transactional
    public void forget(ChannelType channel, String address) {
        jdbc.update("delete from suppression where channel = ? and address = ?", channel.name(), address);
        jdbc.update("""
                insert into suppression (id, channel, address, reason, created_at) values (?, ?, ?, 'ERASED', ?)
                on conflict (channel, address) do nothing
                """, Ids.next(), channel.name(), erased.mark(address), Sql.time(clock.instant()));
    }

    @Transactional(readOnly = true)
    public boolean contains(ChannelType channel, String address) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select from suppression where channel = ? and address in (?, ?))", Boolean.class,
                channel.name(), address, erased.mark(address)));
    }

    /** @param leadId the lead whose message or wish it came from, where that is known */
    record Suppression(UUID id, ChannelType channel, String address, Reason reason, @Nullable UUID leadId,
            @Nullable String detail, Instant createdAt) {
    }

    Optional<Suppression> find(ChannelType channel, String address) {
        return jdbc.query("select * from suppression where channel = ? and address in (?, ?)", Suppressions::read,
                channel.name(), address, erased.mark(address)).stream().findFirst();
    }

    Suppression get(UUID id) {
        return jdbc.query("select * from suppression where id = ?", Suppressions::read, id).stream().findFirst()
                .orElseThrow(() -> new NotFound("suppression", id));
    }

    PageResponse<Suppression> page(@Nullable Reason reason, PageQuery query) {
        String wanted = reason == null ? null : reason.name();
        List<Suppression> content = jdbc.query("""
                select * from suppression where ?::text is null or reason = ? order by id desc offset ? limit ?
                """, Suppressions::read, wanted, wanted, query.offset(), query.size());
        Long total = jdbc.queryForObject("select count(*) from suppression where ?::text is null or reason = ?",
                Long.class, wanted, wanted);
        return PageResponse.of(content, query.page(), query.size(), total == null ? 0 : total);
    }

    /** A person suppresses an address. @throws Conflict where it is suppressed already */
    @Transactional
    Suppression suppress(ChannelType channel, String address, @Nullable String detail) {
        if (!add(channel, address, Reason.MANUAL, null, detail)) {
            throw new Conflict("already-suppressed", address + " is suppressed already.");
        }
        Suppression added = find(channel, address).orElseThrow(() -> new NotFound("suppression of", address));
        activity.record(Action.ADDRESS_SUPPRESSED, added.id(), Map.of("channel", channel));
        return added;
    }

    @Transactional
    void remove(UUID id) {
        if (jdbc.update("delete from suppression where id = ?", id) == 0) {
            throw new NotFound("suppression", id);
        }
        activity.record(Action.ADDRESS_RELEASED, id, Map.of());
    }

    private static Suppression read(ResultSet row, int number) throws SQLException {
        return new Suppression(row.getObject("id", UUID.class), ChannelType.valueOf(row.getString("channel")),
                row.getString("address"), Reason.valueOf(row.getString("reason")), row.getObject("lead_id", UUID.class),
                row.getString("detail"), row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
