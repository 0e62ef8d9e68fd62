package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import java.time.Clock;
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
    private final Clock clock;

    Suppressions(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Why an address gets nothing more. */
    public enum Reason {
        UNSUBSCRIBED,
        BOUNCED,
        COMPLAINED,
        /** A person put it here. */
        MANUAL
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
                values (?, ?, ?, ?, ?, ?, ?) on conflict (channel, address) do nothing
                """, Ids.next(), channel.name(), address, reason.name(), leadId, detail,
                Sql.time(clock.instant())) == 1;
    }

    @Transactional(readOnly = true)
    public boolean contains(ChannelType channel, String address) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select from suppression where channel = ? and address = ?)", Boolean.class,
                channel.name(), address));
    }
}
