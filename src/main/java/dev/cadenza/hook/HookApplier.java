package dev.cadenza.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.hook.Meaning.UpTo;
import dev.cadenza.inbox.InboundTexts;
import dev.cadenza.message.Receipt;
import dev.cadenza.message.Receipts;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Applies kept events: many in one transaction; where that fails, each in one of its own, so that none stops another.
 * Several nodes do so at once.
 */
@Component
class HookApplier {

    private static final Logger LOG = LoggerFactory.getLogger(HookApplier.class);
    private static final String UNKNOWN_MESSAGE = "It is about no message that we gave to this provider.";

    private final HookEvents events;
    private final Map<Kind, EventReader> readers = new EnumMap<>(Kind.class);
    private final Receipts receipts;
    private final InboundTexts texts;
    private final HookSettings settings;
    private final ObjectMapper json;
    private final TransactionTemplate transaction;

    HookApplier(HookEvents events, List<EventReader> readers, Receipts receipts, InboundTexts texts,
            HookSettings settings, ObjectMapper json, PlatformTransactionManager transactions) {
        this.events = events;
        readers.forEach(reader -> this.readers.put(reader.kind(), reader));
        this.receipts = receipts;
        this.texts = texts;
        this.settings = settings;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Applies what is due, up to a batch.
     *
     * @return how many events were looked at
     */
    int applyDue() {
        try {
            Integer count = transaction.execute(status -> apply(events.take(settings.batchSize())));
            return count == null ? 0 : count;
        } catch (RuntimeException failure) {
            LOG.warn("A batch of events can't be applied; each is tried by itself", failure);
            return oneByOne();
        }
    }

    private int oneByOne() {
        List<UUID> due = events.due(settings.batchSize());
        for (UUID id : due) {
            try {
                transaction.executeWithoutResult(status -> apply(events.take(id)));
            } catch (RuntimeException failure) {
                LOG.warn("Event {} can't be applied", id, failure);
                transaction.executeWithoutResult(status -> events.failed(id, failure, false));
            }
        }
        return due.size();
    }

    private int apply(List<HookEvent> batch) {
        Map<HookEvent, Meaning> meanings = new LinkedHashMap<>();
        for (HookEvent event : batch) {
            read(event).ifPresent(meaning -> meanings.put(event, meaning));
        }
        Outcomes outcomes = new Outcomes();
        tellReceipts(meanings, outcomes);
        meanings.forEach((event, meaning) -> {
            if (meaning.text() != null) {
                texts.receive(meaning.text());
                outcomes.applied.add(event.id());
            } else if (meaning.unmatched() != null) {
                events.unmatched(List.of(event.id()), meaning.unmatched());
            } else if (meaning.receipts().isEmpty() && meaning.upTo() == null) {
                outcomes.applied.add(event.id());
            }
        });
        events.applied(outcomes.applied);
        events.later(outcomes.later);
        events.unmatched(outcomes.unmatched, UNKNOWN_MESSAGE);
        return batch.size();
    }

    private static final class Outcomes {
        private final List<UUID> applied = new ArrayList<>();
        private final List<UUID> later = new ArrayList<>();
        private final List<UUID> unmatched = new ArrayList<>();
    }

    /** What can't be read fails for good, and lets the others go on. */
    private Optional<Meaning> read(HookEvent event) {
        try {
            EventReader reader = readers.get(event.kind());
            return Optional.of(reader.read(event, json.readTree(event.payload())));
        } catch (JsonProcessingException | UnreadableEvent unreadable) {
            events.failed(event.id(), unreadable, true);
            return Optional.empty();
        }
    }

    /** The receipts of all events in one go. An event with several waits, or is unmatched, as a whole. */
    private void tellReceipts(Map<HookEvent, Meaning> meanings, Outcomes outcomes) {
        List<Receipt> all = new ArrayList<>();
        Map<HookEvent, List<Integer>> places = new LinkedHashMap<>();
        meanings.forEach((event, meaning) -> {
            List<Receipt> own = meaning.upTo() == null ? meaning.receipts() : upTo(event, meaning.upTo(), outcomes);
            if (own != null && !own.isEmpty()) {
                own.forEach(receipt -> {
                    places.computeIfAbsent(event, unseen -> new ArrayList<>()).add(all.size());
                    all.add(receipt);
                });
            }
        });
        if (all.isEmpty()) {
            return;
        }
        List<Receipts.Result> results = receipts.apply(all);
        places.forEach((event, own) -> {
            Map<Receipts.Result, Integer> counts = new HashMap<>();
            own.forEach(place -> counts.merge(results.get(place), 1, Integer::sum));
            (counts.containsKey(Receipts.Result.LATER) ? outcomes.later
                    : counts.containsKey(Receipts.Result.APPLIED) ? outcomes.applied : outcomes.unmatched)
                    .add(event.id());
        });
    }

    /** A receipt for each message that went by then and was not seen yet; null where nobody knows the person. */
    private @Nullable List<Receipt> upTo(HookEvent event, UpTo upTo, Outcomes outcomes) {
        Optional<List<Receipt>> found = receipts.upTo(upTo.channel(), upTo.address(), upTo.kind(), upTo.at());
        if (found.isEmpty()) {
            outcomes.unmatched.add(event.id());
        } else if (found.get().isEmpty()) {
            outcomes.applied.add(event.id());
        }
        return found.orElse(null);
    }
}
