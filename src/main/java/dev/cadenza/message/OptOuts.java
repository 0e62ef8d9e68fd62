package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people decide about being written to on a channel, with the time at which they said so: a late word does not
 * undo a later one.
 */
@Component
public class OptOuts {

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;

    OptOuts(JdbcTemplate jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * The address gets nothing more over this channel, and the lead's journeys end. Does nothing where it was suppressed
     * already.
     *
     * @param enrollmentId the enrollment whose message led to it, where that is known
     * @param how for people, such as {@code Wrote STOP}
     */
    @Transactional
    public boolean stop(ChannelType channel, String address, @Nullable UUID leadId, @Nullable UUID enrollmentId,
            Instant at, String how) {
        boolean added = suppress(channel, address, Suppressions.Reason.UNSUBSCRIBED, leadId, at, how);
        if (added) {
            events.publishEvent(new MessageEvents.Unsubscribed(leadId, enrollmentId, address, at));
        }
        return added;
    }

    /**
     * Lifts what the person themselves had asked for before {@code at}. A bounce, a complaint and what a person at our
     * side decided stay.
     */
    @Transactional
    public boolean start(ChannelType channel, String address, Instant at) {
        return jdbc.update("""
                delete from suppression where channel = ? and address = ? and reason = 'UNSUBSCRIBED'
                    and created_at <= ?
                """, channel.name(), address, Sql.time(at)) > 0;
    }

    boolean suppress(ChannelType channel, String address, Suppressions.Reason reason, @Nullable UUID leadId,
            Instant at, @Nullable String detail) {
        return jdbc.update("""
                insert into suppression (id, channel, address, reason, lead_id, detail, created_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict (channel, address) do nothing
                """, Ids.next(), channel.name(), address, reason.name(), leadId, Records.text(detail),
                Sql.time(at)) == 1;
    }
}
