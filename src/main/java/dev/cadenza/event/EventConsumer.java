package dev.cadenza.event;

import dev.cadenza.lead.EventKind;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Somebody who acts on events: journeys that wait for them, triggers. Called by the stream's worker after the
 * transaction of the event's producer has ended, in a transaction of the worker's own, in the stream's order for one
 * lead, with many events at once.
 *
 * <p>An exception rolls the batch back, which is then applied without the part that failed. What that part had to do
 * is tried again by itself, in halves, down to the event that fails alone, and after some attempts waits for a person.
 * So no part holds up another; docs/adr/0070 has the reasons.
 */
public interface EventConsumer {

    /** The kinds that anybody waits for at this moment; asked seldom and cached. */
    Set<EventKind> interests();

    void apply(List<LeadEvent> events);

    /**
     * The same, by some parts only. Who does several things that can fail one without the other is several parts, with
     * names that every node knows and that outlive a restart.
     *
     * @param parts whether the part of this name is to act
     * @throws PartFailed naming the part that could not
     */
    default void apply(List<LeadEvent> events, Predicate<String> parts) {
        String part = getClass().getSimpleName();
        if (parts.test(part)) {
            PartFailed.within(part, "", () -> apply(events));
        }
    }
}
