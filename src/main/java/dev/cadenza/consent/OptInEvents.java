package dev.cadenza.consent;

import java.util.UUID;

/** What the process of a double opt-in is told, within the transaction that did it. */
final class OptInEvents {

    private OptInEvents() {
    }

    record Opened(UUID optInId) {
    }

    record Confirmed(UUID optInId, String processInstanceId) {
    }

    /** The lead was erased, or what is asked for has become void otherwise. */
    record Dropped(String processInstanceId) {
    }
}
