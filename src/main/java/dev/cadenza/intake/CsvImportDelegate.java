package dev.cadenza.intake;

import dev.cadenza.engine.EngineBean;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.runtime.Job;

/**
 * A turn of the process {@code csv-import}. Rows are committed on connections of their own while it runs, so that
 * neither a crash nor a failure takes back what is done; a turn ends well before the engine would give its job away.
 */
@EngineBean("csvImport")
class CsvImportDelegate implements JavaDelegate {

    private static final Duration TURN = Duration.ofSeconds(30);

    private final Importer importer;
    private final ImportBatches batches;
    private final Clock clock;

    CsvImportDelegate(Importer importer, ImportBatches batches, Clock clock) {
        this.importer = importer;
        this.batches = batches;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID id = UUID.fromString((String) execution.getVariable("importId"));
        try {
            execution.setVariable("importStatus", importer.work(id, TURN).name());
        } catch (RuntimeException failure) {
            if (!(failure instanceof ImportBusy)) {
                batches.failSeparately(id, String.valueOf(failure.getMessage()), lastAttempt(execution), clock.instant());
            }
            throw failure;
        }
    }

    private static boolean lastAttempt(DelegateExecution execution) {
        Job job = execution.getProcessEngineServices().getManagementService().createJobQuery()
                .processInstanceId(execution.getProcessInstanceId()).singleResult();
        return job != null && job.getRetries() <= 1;
    }
}
