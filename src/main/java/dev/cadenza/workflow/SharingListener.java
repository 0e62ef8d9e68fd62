package dev.cadenza.workflow;

import dev.cadenza.access.SharingChanged;
import dev.cadenza.journey.ProcessSharing;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps the process of a private workflow from those who do not see it. */
@Component("workflowSharing")
class SharingListener {

    private final ProcessSharing processes;

    SharingListener(ProcessSharing processes) {
        this.processes = processes;
    }

    @EventListener
    void on(SharingChanged changed) {
        if (changed.kind().equals("workflows")) {
            processes.changed(WorkflowPlanner.key(changed.rowId()), changed.rowId());
        }
    }
}
