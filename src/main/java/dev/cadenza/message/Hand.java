package dev.cadenza.message;

import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pair of hands: takes group after group, fences each, gives it to the provider, and keeps what came of it until
 * it is recorded with the fence of the next. Used by one thread.
 *
 * <p>An outcome that is known is never given up while this process lives: where the database does not answer, its
 * record is tried until it does. Where the process dies first, the message becomes UNKNOWN.
 */
final class Hand {

    private static final Logger LOG = LoggerFactory.getLogger(Hand.class);
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(1);
    private static final int BOUNCE_TRIES = 5;

    private final Ledger ledger;
    private final Composer composer;
    private final Carriers carriers;
    private final Clock clock;
    private final Consumer<Claim> closed;
    private List<Outcome> unrecorded = List.of();

    /** @param closed hears of each claim of which nothing is open any more */
    Hand(Ledger ledger, Composer composer, Carriers carriers, Clock clock, Consumer<Claim> closed) {
        this.ledger = ledger;
        this.composer = composer;
        this.carriers = carriers;
        this.clock = clock;
        this.closed = closed;
    }

    boolean idle() {
        return unrecorded.isEmpty();
    }

    /**
     * Records what came of the group before, and hands over the next.
     *
     * @param next null to record only
     * @return outcomes of {@code next}, which are not recorded yet
     * @throws InterruptedException where the thread was interrupted while the database did not answer
     */
    List<Outcome> turn(@Nullable Group next) throws InterruptedException {
        List<Outcome> last = unrecorded;
        for (Outcome outcome : last) {
            if (isBounce(outcome)) {
                recordBounce(outcome);
            }
        }
        List<Outcome> rest = last.stream().filter(outcome -> !isBounce(outcome)).toList();
        Map<UUID, OutgoingMessage> composed = next == null ? Map.of()
                : composer.compose(next);
        Set<UUID> fenced = exchange(rest, next, composed.keySet());
        unrecorded = List.of();
        settled(last);
        if (next != null) {
            unrecorded = handOver(next, composed, fenced);
            release(next, composed.keySet(), fenced);
        }
        return unrecorded;
    }

    private Set<UUID> exchange(List<Outcome> outcomes, @Nullable Group next, Set<UUID> sendable)
            throws InterruptedException {
        if (outcomes.isEmpty() && next == null) {
            return Set.of();
        }
        boolean again = false;
        while (true) {
            try {
                return ledger.exchange(outcomes, next, sendable, again);
            } catch (RuntimeException failure) {
                LOG.warn("{} outcomes could not be recorded; trying again", outcomes.size(), failure);
                again = true;
                Thread.sleep(DATABASE_PAUSE.toMillis());
            }
        }
    }

    /** Listeners take part in this transaction; one that fails for good must not keep the outcome from being known. */
    private void recordBounce(Outcome bounce) throws InterruptedException {
        for (int i = 1; i <= BOUNCE_TRIES; i++) {
            try {
                ledger.recordBounce(bounce);
                return;
            } catch (RuntimeException failure) {
                LOG.warn("The bounce of message {} could not be recorded (try {})", bounce.message().id(), i, failure);
                Thread.sleep(DATABASE_PAUSE.toMillis());
            }
        }
        String reason = ((SendResult.Refused) bounce.result()).reason();
        LOG.error("The journey of message {} could not be told that its address gets nothing more", bounce.message().id());
        exchange(List.of(new Outcome(bounce.claim(), bounce.message(), new SendResult.Refused(reason, false),
                bounce.at())), null, Set.of());
    }

    private List<Outcome> handOver(Group group, Map<UUID, OutgoingMessage> composed, Set<UUID> fenced) {
        List<OutgoingMessage> going = new ArrayList<>(fenced.size());
        Map<UUID, ClaimedMessage> open = new HashMap<>();
        for (ClaimedMessage message : group.messages()) {
            if (fenced.contains(message.id())) {
                going.add(composed.get(message.id()));
                open.put(message.id(), message);
            }
        }
        List<Outcome> outcomes = new ArrayList<>(going.size());
        Lane lane = group.claim().lane();
        String silence = "The provider did not say what became of it.";
        try {
            if (!going.isEmpty()) {
                carriers.of(lane).send(going, (message, result) -> note(group, open, outcomes, message.id(), result));
            }
        } catch (RuntimeException failure) {
            LOG.error("The provider of lane {} failed; what it did not report on is of unknown outcome", lane.id(), failure);
            silence = "The provider failed: " + failure;
        }
        CrashPoints.reach(CrashPoints.AFTER_HANDOVER);
        for (UUID id : List.copyOf(open.keySet())) {
            note(group, open, outcomes, id, new SendResult.Unknown(silence));
        }
        return outcomes;
    }

    /** The first word on a message counts. */
    private void note(Group group, Map<UUID, ClaimedMessage> open, List<Outcome> outcomes, UUID id,
            SendResult result) {
        ClaimedMessage message = open.remove(id);
        if (message != null) {
            outcomes.add(new Outcome(group.claim(), message, result, clock.instant()));
        }
    }

    private void release(Group group, Set<UUID> sendable, Set<UUID> fenced) throws InterruptedException {
        List<UUID> left = group.messages().stream().map(ClaimedMessage::id).filter(id -> !fenced.contains(id)).toList();
        if (left.isEmpty()) {
            return;
        }
        List<UUID> withoutContent = left.stream().filter(id -> !sendable.contains(id)).toList();
        while (true) {
            try {
                ledger.release(group.claim(), left, withoutContent);
                break;
            } catch (RuntimeException failure) {
                LOG.warn("{} messages could not be put back; trying again", left.size(), failure);
                Thread.sleep(DATABASE_PAUSE.toMillis());
            }
        }
        close(group.claim(), left.size());
    }

    private void settled(List<Outcome> outcomes) {
        Map<Claim, Integer> counts = new HashMap<>();
        outcomes.forEach(outcome -> counts.merge(outcome.claim(), 1, Integer::sum));
        counts.forEach(this::close);
    }

    private void close(Claim claim, int count) {
        if (claim.settled(count)) {
            closed.accept(claim);
        }
    }

    private static boolean isBounce(Outcome outcome) {
        return outcome.result() instanceof SendResult.Refused refused && refused.cause() != SendResult.Cause.MESSAGE;
    }
}
