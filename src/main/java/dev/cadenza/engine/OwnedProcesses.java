package dev.cadenza.engine;

import dev.cadenza.access.Ownership;
import dev.cadenza.access.SharingChanged;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Shows the process and the tasks of a row to those who see the row. */
@Component
class OwnedProcesses {

    private final List<OwnedProcess> owned;
    private final Ownership ownership;
    private final PrivateProcesses processes;

    OwnedProcesses(List<OwnedProcess> owned, Ownership ownership, PrivateProcesses processes) {
        this.owned = owned;
        this.ownership = ownership;
        this.processes = processes;
    }

    @EventListener
    void on(SharingChanged changed) {
        owned.stream().filter(process -> process.kind().equals(changed.kind())).forEach(process ->
                processes.show(process.key().apply(changed.rowId()), ownership.seenBy(changed.rowId())));
    }
}
