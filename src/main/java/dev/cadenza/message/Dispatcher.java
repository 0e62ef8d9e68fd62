package dev.cadenza.message;

import dev.cadenza.platform.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, for one node: claims messages, makes them into mails, and gives them to hands that fence each and
 * hand it to its carrier at most once. docs/adr/0002 describes the protocol.
 */
public class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final String node;
    private final Carriers carriers;
    private final Claimer claimer;
    private final Composer composer;
    private final Ledger ledger;
    private final Recovery recovery;
    private final Nodes nodes;
    private final OutboxSettings settings;
    private final Clock clock;
    private final Set<UUID> active = ConcurrentHashMap.newKeySet();

    Dispatcher(String node, Carriers carriers, Claimer claimer, Composer composer, Ledger ledger,
            Recovery recovery, Nodes nodes, OutboxSettings settings, Clock clock) {
        this.node = node;
        this.carriers = carriers;
        this.claimer = claimer;
        this.composer = composer;
        this.ledger = ledger;
        this.recovery = recovery;
        this.nodes = nodes;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Sends everything that is due and may go now, in this thread, and returns when all of it is recorded.
     *
     * @return how many messages were handed to the provider
     */
    public int runOnce() {
        alive();
        recover();
        Hand hand = hand();
        List<Integer> handed = new ArrayList<>();
        try {
            while (claim(lane -> true, group -> handed.add(turn(hand, group)))) {
                LOG.trace("Looking for more that is due");
            }
        } finally {
            turn(hand, null);
        }
        return handed.stream().mapToInt(Integer::intValue).sum();
    }

    private static int turn(Hand hand, Group group) {
        try {
            return hand.turn(group).size();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending", interrupted);
        }
    }

    /**
     * Claims once from each lane that may send.
     *
     * @param wanted which lanes to look at
     * @param hands take each group
     * @return whether anything was due
     */
    boolean claim(Predicate<Lane> wanted, Consumer<Group> hands) {
        boolean any = false;
        for (Lane lane : claimer.ready()) {
            if (!wanted.test(lane)) {
                continue;
            }
            Optional<Claim> claim = claim(lane);
            any |= claim.isPresent();
            claim.ifPresent(taken -> groups(taken).forEach(hands));
        }
        return any;
    }

    /** A lane with a fault of its own must not keep the others from sending. */
    private Optional<Claim> claim(Lane lane) {
        UUID id = Ids.next();
        active.add(id);
        Optional<Claim> claim = Optional.empty();
        try {
            claim = claimer.claim(lane, id, node);
        } catch (RuntimeException failure) {
            LOG.error("Lane {} can't be claimed from", lane.id(), failure);
        }
        if (claim.isEmpty() || claim.get().messages().isEmpty()) {
            active.remove(id);
        } else {
            CrashPoints.reach(CrashPoints.AFTER_CLAIM);
        }
        return claim;
    }

    private List<Group> groups(Claim claim) {
        List<ClaimedMessage> messages = claim.messages();
        Composer.Material material;
        try {
            material = composer.material(claim.lane().sender().channel(), messages);
        } catch (RuntimeException failure) {
            LOG.error("Contents of {} messages can't be loaded", messages.size(), failure);
            putBack(claim, messages);
            return List.of();
        }
        List<Group> groups = new ArrayList<>();
        for (int from = 0; from < messages.size(); from += settings.groupSize()) {
            List<ClaimedMessage> some = messages.subList(from, Math.min(messages.size(), from + settings.groupSize()));
            groups.add(new Group(claim, some, material));
        }
        return groups;
    }

    /** Gives claimed messages back that no hand has taken. Where even that fails, recovery finds them. */
    void putBack(Claim claim, List<ClaimedMessage> messages) {
        try {
            ledger.release(claim, messages.stream().map(ClaimedMessage::id).toList(), List.of());
        } catch (RuntimeException failure) {
            LOG.error("{} claimed messages can't be put back now", messages.size(), failure);
            active.remove(claim.id());
            return;
        }
        if (claim.settled(messages.size())) {
            close(claim);
        }
    }

    Hand hand() {
        return new Hand(ledger, composer, carriers, clock, this::close);
    }

    private void close(Claim claim) {
        try {
            ledger.close(claim);
        } catch (RuntimeException failure) {
            LOG.warn("Claim {} is done but could not be closed; recovery will", claim.id(), failure);
        }
        active.remove(claim.id());
    }

    void alive() {
        nodes.alive(node);
    }

    void recover() {
        recovery.run(node, List.copyOf(active));
    }
}
