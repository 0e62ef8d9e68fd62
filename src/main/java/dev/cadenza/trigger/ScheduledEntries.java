package dev.cadenza.trigger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** These are the schedules of a workflow from now on, and no others. Published in the transaction that says so. */
record ScheduledEntries(UUID workflowId, List<Schedule> schedules) {

    ScheduledEntries {
        schedules = List.copyOf(schedules);
    }

    /** @param next when it fires first */
    record Schedule(String node, Instant next) {
    }
}
