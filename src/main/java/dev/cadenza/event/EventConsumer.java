package dev.cadenza.event;

import dev.cadenza.lead.EventKind;
import java.util.List;
import java.util.Set;

/**
 * Somebody who acts on events: journeys that wait for them, triggers. Called by the stream's worker after the
 * transaction of the event's producer has ended, in a transaction of the worker's own, in the stream's order for one
 * lead, with many events at once. An exception rolls the batch back; it is tried again one event at a time, and an event
 * that fails alone is set aside with its error, to be seen and repeated.
 */
public interface EventConsumer {

    /** The kinds that anybody waits for at this moment; asked seldom and cached. */
    Set<EventKind> interests();

    void apply(List<LeadEvent> events);
}
