package dev.cadenza.outcome;

import dev.cadenza.message.UnknownLookups;
import dev.cadenza.platform.Background;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Asks providers, and then people, what became of messages. */
@Component
@Background
class OutcomeWorker {

    private final UnknownGroups groups;
    private final UnknownLookups lookups;

    OutcomeWorker(UnknownGroups groups, UnknownLookups lookups) {
        this.groups = groups;
        this.lookups = lookups;
    }

    @Scheduled(fixedDelayString = "PT30S")
    void look() {
        groups.look();
    }

    @Scheduled(fixedDelayString = "PT10S")
    void ask() {
        while (lookups.askDue() > 0) {
            // until nothing is due
        }
    }
}
