package dev.cadenza.testing;

import java.util.List;
import java.util.Set;
import java.util.HashSet;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.stereotype.Component;

/** Takes the place of the job executor in tests: runs what is due, and what comes of it, until nothing is. */
@Component
public class EngineTurns {

    private static final int ENDLESS = 10_000;

    private final ManagementService management;

    EngineTurns(ManagementService management) {
        this.management = management;
    }

    /** Runs every job that is due. A job that fails throws here. */
    public void runDueJobs() {
        for (int i = 0; i < ENDLESS; i++) {
            List<Job> due = management.createJobQuery().executable().active().list();
            if (due.isEmpty()) {
                return;
            }
            execute(due.get(0).getId());
        }
        throw new AssertionError("The engine's jobs do not come to an end");
    }

    /** As for the job executor, a job that somebody else has ended meanwhile is none. */
    private void execute(String job) {
        try {
            management.executeJob(job);
        } catch (ProcessEngineException failure) {
            if (management.createJobQuery().jobId(job).count() > 0) {
                throw failure;
            }
        }
    }

    /** Like {@link #runDueJobs()}, but a job that fails is left alone after one try. */
    public void runDueJobsLeavingFailures() {
        Set<String> failed = new HashSet<>();
        for (int i = 0; i < ENDLESS; i++) {
            List<Job> due = management.createJobQuery().executable().active().list().stream()
                    .filter(job -> !failed.contains(job.getId())).toList();
            if (due.isEmpty()) {
                return;
            }
            try {
                management.executeJob(due.get(0).getId());
            } catch (RuntimeException failure) {
                failed.add(due.get(0).getId());
            }
        }
        throw new AssertionError("The engine's jobs do not come to an end");
    }
}
