package dev.cadenza.event;

import dev.cadenza.lead.EventKind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** A consumer that listens to what a test asks for, and keeps what it hears. */
@Component
public class Listening implements EventConsumer {

    private final TransactionTemplate transaction;
    private final LeadEvents events;
    private final List<LeadEvent> heard = new CopyOnWriteArrayList<>();
    private volatile Set<EventKind> kinds = Set.of();
    private volatile Consumer<List<LeadEvent>> first = batch -> { };

    Listening(TransactionTemplate transaction, @org.springframework.context.annotation.Lazy LeadEvents events) {
        this.transaction = transaction;
        this.events = events;
    }

    public void to(EventKind... wanted) {
        kinds = Set.of(wanted);
        heard.clear();
        first = batch -> { };
        transaction.executeWithoutResult(status -> events.interestsChanged());
    }

    /** Does this with every batch before it is kept. */
    void first(Consumer<List<LeadEvent>> action) {
        first = action;
    }

    public List<LeadEvent> heardOf(java.util.UUID lead) {
        return heard.stream().filter(event -> event.leadId().equals(lead)).toList();
    }

    @Override
    public Set<EventKind> interests() {
        return kinds;
    }

    @Override
    public void apply(List<LeadEvent> batch) {
        first.accept(batch);
        heard.addAll(batch);
    }
}
