package dev.cadenza.campaign;

import dev.cadenza.access.Ownership;
import dev.cadenza.access.SharingChanged;
import dev.cadenza.engine.PrivateProcesses;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Shows the process and the tasks of a campaign to those who see the campaign. */
@Component("campaignSharing")
class SharingListener {

    private final Ownership ownership;
    private final PrivateProcesses processes;

    SharingListener(Ownership ownership, PrivateProcesses processes) {
        this.ownership = ownership;
        this.processes = processes;
    }

    @EventListener
    void on(SharingChanged changed) {
        if (changed.kind().equals("campaigns")) {
            processes.show(CampaignPlanner.key(changed.rowId()), ownership.seenBy(changed.rowId()));
        }
    }
}
