package dev.cadenza.tracking;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.message.Suppressions;
import dev.cadenza.message.Suppressions.Reason;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Recipients who want nothing more, known by a message that they got. */
@Component
public class Unsubscriptions {

    private final JdbcClient jdbc;
    private final Suppressions suppressions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Unsubscriptions(JdbcClient jdbc, Suppressions suppressions, ApplicationEventPublisher events, Clock clock) {
        this.jdbc = jdbc;
        this.suppressions = suppressions;
        this.events = events;
        this.clock = clock;
    }

    private record Recipient(ChannelType channel, String address, @Nullable UUID leadId,
            @Nullable UUID enrollmentId) {
    }

    /** The address that the message went to; empty where there is no such message. */
    public Optional<String> address(UUID messageId) {
        return recipient(messageId).map(Recipient::address);
    }

    /**
     * Suppresses the address that the message went to and tells the journeys, once however often it is called.
     *
     * @param how for people, such as {@code one-click}
     * @return the address; empty where there is no such message
     */
    @Transactional
    public Optional<String> unsubscribe(UUID messageId, String how) {
        Optional<Recipient> found = recipient(messageId);
        found.ifPresent(to -> {
            if (suppressions.add(to.channel(), to.address(), Reason.UNSUBSCRIBED, to.leadId(), how)) {
                events.publishEvent(new MessageEvents.Unsubscribed(to.leadId(), to.enrollmentId(), to.address(),
                        clock.instant()));
            }
        });
        return found.map(Recipient::address);
    }

    private Optional<Recipient> recipient(UUID messageId) {
        return jdbc.sql("""
                select channel, address, lead_id, enrollment_id from message
                where id = :id and direction = 'OUTBOUND'
                """)
                .param("id", messageId)
                .query((row, number) -> new Recipient(ChannelType.valueOf(row.getString("channel")),
                        row.getString("address"), row.getObject("lead_id", UUID.class),
                        row.getObject("enrollment_id", UUID.class)))
                .optional();
    }
}
