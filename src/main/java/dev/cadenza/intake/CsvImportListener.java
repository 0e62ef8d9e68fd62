package dev.cadenza.intake;

import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts the process of an import, and wakes it where it stands still and the import is cancelled. */
@Component
class CsvImportListener {

    private static final String PROCESS = "csv-import";

    private final RuntimeService runtime;
    private final ManagementService management;

    CsvImportListener(RuntimeService runtime, ManagementService management) {
        this.runtime = runtime;
        this.management = management;
    }

    @EventListener
    void on(ImportAsked asked) {
        String id = asked.importId().toString();
        runtime.startProcessInstanceByKey(PROCESS, id, Map.of("importId", id));
    }

    /** An instance that runs finds out by itself; one that has failed would stand with its incident for ever. */
    @EventListener
    void on(ImportCancelled cancelled) {
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(cancelled.importId().toString(), PROCESS)
                .list().forEach(instance -> management.createJobQuery().processInstanceId(instance.getId())
                        .noRetriesLeft().list().forEach(job -> management.setJobRetries(job.getId(), 1)));
    }
}
