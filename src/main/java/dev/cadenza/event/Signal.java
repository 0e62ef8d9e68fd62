package dev.cadenza.event;

import dev.cadenza.lead.EventKind;
import java.util.EnumSet;
import java.util.Set;

/**
 * The kinds of events that say how interested a lead is. They are kept whether or not anybody waits for them, can be
 * looked at, and make the score; all others are kept for those who wait for them only.
 */
final class Signal {

    static final Set<EventKind> KINDS = Set.copyOf(EnumSet.of(EventKind.MESSAGE_OPENED, EventKind.MESSAGE_CLICKED,
            EventKind.MESSAGE_REPLIED, EventKind.KEYWORD, EventKind.VISIT, EventKind.PURCHASE, EventKind.CUSTOM,
            EventKind.FORM_SUBMITTED, EventKind.WEBHOOK_CALLED, EventKind.POINTS_GIVEN));

    private Signal() {
    }
}
