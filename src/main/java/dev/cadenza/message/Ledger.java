package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.SendResult;
import dev.cadenza.message.MessageEvents.HardBounced;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions of sending: what is about to happen to messages is on the disk before it happens, and what came of
 * it after. Outcomes of one group are recorded together with the fence of the next, since commits are what sending
 * costs.
 */
@Component
class Ledger {

    private final Fence fence;
    private final Records records;
    private final Suppressions suppressions;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final SendMeters meters;
    private final Clock clock;

    Ledger(Fence fence, Records records, Suppressions suppressions, JdbcTemplate jdbc,
            PlatformTransactionManager transactions, ApplicationEventPublisher events, SendMeters meters, Clock clock) {
        this.fence = fence;
        this.records = records;
        this.suppressions = suppressions;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.events = events;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Records outcomes and fences the next group. May be repeated with the same arguments when nobody knows whether it
     * was committed.
     *
     * @param next what is handed over when this has returned; null for nothing
     * @param sendable the messages of {@code next} that could be made into mails
     * @param again whether this is such a repetition
     * @return ids of the messages of {@code next} that are fenced now: these and no others may be handed over
     */
    Set<UUID> exchange(List<Outcome> outcomes, @Nullable Group next, Set<UUID> sendable, boolean again) {
        Set<UUID> fenced = transaction.execute(status -> {
            if (!outcomes.isEmpty()) {
                records.write(outcomes);
                CrashPoints.reach(CrashPoints.BEFORE_RECORD_COMMIT);
            }
            Set<UUID> ids = next == null ? Set.<UUID>of() : fence.raise(next, sendable, again);
            if (next != null) {
                CrashPoints.reach(CrashPoints.BEFORE_FENCE_COMMIT);
            }
            return ids;
        });
        meters.count(outcomes);
        if (!outcomes.isEmpty()) {
            CrashPoints.reach(CrashPoints.AFTER_RECORD_COMMIT);
        }
        if (next != null) {
            CrashPoints.reach(CrashPoints.AFTER_FENCE_COMMIT);
        }
        return fenced == null ? Set.of() : fenced;
    }

    /** Records that an address does not exist: it gets nothing more. Of a mail whoever waits for it is told; a phone number
     * that is none ends no journey, which may go on by mail. */
    void recordBounce(Outcome bounce) {
        ClaimedMessage message = bounce.message();
        SendResult.Refused refused = (SendResult.Refused) bounce.result();
        transaction.executeWithoutResult(status -> {
            if (records.write(List.of(bounce)) == 0) {
                return;
            }
            suppressions.add(ChannelType.valueOf(message.channel()), message.address(), refused.badAddress()
                    ? Suppressions.Reason.BOUNCED : Suppressions.Reason.UNSUBSCRIBED, message.leadId(),
                    Records.text(refused.reason()));
            if (refused.badAddress() && message.channel().equals(ChannelType.EMAIL.name())) {
                events.publishEvent(new HardBounced(message.leadId(), message.enrollmentId(), message.address(),
                        bounce.at()));
            }
        });
        meters.count(List.of(bounce));
    }

    /** See {@link Fence#release}. */
    void release(Claim claim, Collection<UUID> messages, Collection<UUID> withoutContent) {
        transaction.executeWithoutResult(status -> fence.release(claim, messages, withoutContent));
    }

    /** Notes that nothing of the claim is open any more. */
    void close(Claim claim) {
        transaction.executeWithoutResult(status -> {
            jdbc.execute("set local synchronous_commit = off");
            jdbc.update("update outbox_claim set done_at = ? where id = ?", Sql.time(clock.instant()), claim.id());
        });
    }
}
