package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Records what providers tell about messages, many at once. May be given the same receipts again, in any order: see
 * {@link MessageProgress}. A receipt for a message of unknown outcome settles it.
 */
@Component
public class Receipts {

    private final JdbcTemplate jdbc;
    private final ReceiptMatching matching;
    private final OptOuts optOuts;
    private final ReceiptSignals signals;
    private final ApplicationEventPublisher events;

    Receipts(JdbcTemplate jdbc, ReceiptMatching matching, OptOuts optOuts, ReceiptSignals signals,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.signals = signals;
        this.matching = matching;
        this.optOuts = optOuts;
        this.events = events;
    }

    /** What became of a receipt. */
    public enum Result {
        APPLIED,
        /** A node is handing the message over at this moment, or is about to: try again in a while. */
        LATER,
        /** It belongs to no message that we gave to a provider. */
        UNMATCHED
    }

    /**
     * Applies receipts with a fixed number of statements, beside those for bounces, complaints and opt-outs.
     *
     * @return one result for each, in the same order
     */
    @Transactional
    public List<Result> apply(List<Receipt> receipts) {
        Map<Receipt, UUID> messages = matching.match(receipts);
        Map<UUID, MessageProgress> before = lock(messages.values());
        Map<UUID, MessageProgress> after = new LinkedHashMap<>();
        List<Result> results = new ArrayList<>(receipts.size());
        List<Receipt> effective = new ArrayList<>();
        for (Receipt receipt : receipts) {
            UUID id = messages.get(receipt);
            MessageProgress message = id == null ? null : before.get(id);
            Result result = result(receipt, message);
            results.add(result);
            if (result == Result.APPLIED && message != null) {
                after.merge(message.id(), message.with(receipt), (known, unused) -> known.with(receipt));
            }
            if (result == Result.APPLIED && receipt.kind().aboutAddress()) {
                effective.add(receipt);
            }
        }
        write(after.values().stream().filter(message -> !message.same(before.get(message.id()))).toList(), before);
        effective.forEach(receipt -> {
            UUID id = messages.get(receipt);
            takeEffect(receipt, id == null ? null : before.get(id));
        });
        return results;
    }

    /**
     * The receipts that one word about everything up to a time stands for, as read marks of chats are.
     *
     * @return empty where nobody has this address
     */
    @Transactional(readOnly = true)
    public Optional<List<Receipt>> upTo(ChannelType channel, String address, Receipt.Kind kind, Instant at) {
        UUID lead = matching.lead(channel, address);
        return lead == null ? Optional.empty()
                : Optional.of(matching.unseen(lead, channel, kind == Receipt.Kind.OPENED, at).stream()
                        .map(id -> new Receipt(id, channel, address, null, kind, at, null)).toList());
    }

    private static Result result(Receipt receipt, @Nullable MessageProgress message) {
        if (message == null || !message.handedOver() && !message.inHand()) {
            return receipt.kind().aboutAddress() && receipt.address() != null ? Result.APPLIED : Result.UNMATCHED;
        }
        return message.inHand() ? Result.LATER : Result.APPLIED;
    }

    /** In the order of their ids, as the dispatcher does, so that nobody waits in a circle. */
    private Map<UUID, MessageProgress> lock(Collection<UUID> ids) {
        Map<UUID, MessageProgress> rows = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.query("select " + MessageProgress.COLUMNS + """
                    from message where id = any(?::uuid[]) and direction = 'OUTBOUND' order by id for no key update
                    """, row -> {
                MessageProgress message = MessageProgress.read(row, 0);
                rows.put(message.id(), message);
            }, (Object) Sql.of(ids.stream().distinct().toList()));
        }
        return rows;
    }

    private void write(List<MessageProgress> changed, Map<UUID, MessageProgress> before) {
        if (changed.isEmpty()) {
            return;
        }
        jdbc.update("""
                update message m set state = i.state, pending = false,
                    attention = i.state = 'FAILED', sent_at = i.sent_at, delivered_at = i.delivered_at,
                    opened_at = i.opened_at, clicked_at = i.clicked_at, bounced_at = i.bounced_at, error = i.error
                from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                    ?::timestamptz[], ?::timestamptz[], ?::text[])
                    as i(id, state, sent_at, delivered_at, opened_at, clicked_at, bounced_at, error)
                where m.id = i.id
                """, Sql.column(changed, MessageProgress::id), Sql.column(changed, MessageProgress::state),
                Sql.column(changed, MessageProgress::sentAt), Sql.column(changed, MessageProgress::deliveredAt),
                Sql.column(changed, MessageProgress::openedAt), Sql.column(changed, MessageProgress::clickedAt),
                Sql.column(changed, MessageProgress::bouncedAt), Sql.column(changed, MessageProgress::error));
        signals.tell(changed, before);
        LastSent.carry(jdbc, changed.stream()
                .filter(m -> m.leadId() != null && m.state() == MessageState.SENT
                        && Objects.requireNonNull(before.get(m.id())).sentAt() == null)
                .map(m -> new LastSent(m.leadId(), m.sentAt())).toList());
    }

    /** Suppression, and who waits for the message is told. */
    private void takeEffect(Receipt receipt, @Nullable MessageProgress message) {
        String address = message != null ? message.address() : receipt.address();
        if (address == null) {
            return;
        }
        UUID lead = message != null ? message.leadId() : matching.lead(receipt.channel(), address);
        UUID enrollment = message == null ? null : message.enrollmentId();
        String reason = receipt.reason() == null ? "" : receipt.reason();
        switch (receipt.kind()) {
            case BOUNCED -> {
                boolean suppressed = optOuts.suppress(receipt.channel(), address, Suppressions.Reason.BOUNCED, lead,
                        receipt.at(), reason);
                if (suppressed || message != null && message.bouncedAt() == null) {
                    events.publishEvent(new MessageEvents.HardBounced(lead, enrollment, address, receipt.at()));
                }
            }
            case COMPLAINED -> {
                if (optOuts.suppress(receipt.channel(), address, Suppressions.Reason.COMPLAINED, lead, receipt.at(),
                        reason)) {
                    events.publishEvent(new MessageEvents.Complained(lead, enrollment, address, receipt.at()));
                }
            }
            case UNSUBSCRIBED -> optOuts.stop(receipt.channel(), address, lead, enrollment, receipt.at(), reason);
            case RESUBSCRIBED -> optOuts.start(receipt.channel(), address, receipt.at());
            default -> throw new IllegalStateException(receipt.kind() + " says nothing about the address");
        }
    }
}
