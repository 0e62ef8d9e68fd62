package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.consent.Consent.Source;
import dev.cadenza.consent.Consent.Status;
import dev.cadenza.message.MessageEvents;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes into the ledger what a person did by a link, an answer or a complaint, in the transaction that recorded it. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Withdrawals {

    private final JdbcClient jdbc;
    private final Consents consents;

    Withdrawals(JdbcClient jdbc, Consents consents) {
        this.jdbc = jdbc;
        this.consents = consents;
    }

    @EventListener
    void on(MessageEvents.Unsubscribed wish) {
        withdraw(wish.leadId(), wish.address(), Source.UNSUBSCRIBE, wish.at());
    }

    @EventListener
    void on(MessageEvents.Complained complaint) {
        withdraw(complaint.leadId(), complaint.address(), Source.COMPLAINT, complaint.at());
    }

    private record Suppressed(ChannelType channel, @Nullable String detail) {
    }

    /** The suppression that came before the event says on which channel, and how. */
    private void withdraw(@Nullable UUID leadId, String address, Source source, Instant at) {
        if (leadId == null) {
            return;
        }
        jdbc.sql("""
                select channel, detail from suppression
                where address = :address and reason in ('UNSUBSCRIBED', 'COMPLAINED')
                """).param("address", address)
                .query((row, number) -> new Suppressed(ChannelType.valueOf(row.getString(1)), row.getString(2))).list()
                .stream().filter(found -> !withdrawn(leadId, found.channel()))
                .forEach(found -> consents.record(leadId, found.channel(), Status.WITHDRAWN, source, found.detail(),
                        null, at));
    }

    /** A user wrote it down already, or the person said so before: an earlier wish may be for another channel. */
    private boolean withdrawn(UUID leadId, ChannelType channel) {
        return jdbc.sql("select exists (select from consent_state where lead_id = ? and channel = ? and not granted)")
                .params(leadId, channel.name()).query(Boolean.class).single();
    }
}
