package dev.cadenza.journey;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tries again by hand what has failed for good: for one lead, which is taken out of its cohort, or for all. */
@Component
public class Retrying {

    private static final int AT_ONCE = 500;

    private final RuntimeService runtime;
    private final ManagementService management;
    private final ExternalTaskService tasks;
    private final JourneyStore journeys;
    private final CohortSplitter splitter;
    private final ActivityLog activity;
    private final JdbcClient jdbc;
    private final Clock clock;

    Retrying(RuntimeService runtime, ManagementService management, ExternalTaskService tasks, JourneyStore journeys,
            CohortSplitter splitter, ActivityLog activity, JdbcClient jdbc,
            Clock clock) {
        this.runtime = runtime;
        this.management = management;
        this.tasks = tasks;
        this.journeys = journeys;
        this.splitter = splitter;
        this.activity = activity;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Stuck(UUID cohort, UUID journey, UUID owner, String instance) {
    }

    /**
     * @throws NotFound where there is no such execution
     * @throws Conflict where it does not stand at an incident
     */
    @Transactional
    public void one(UUID executionId) {
        Stuck stuck = jdbc.sql("""
                select e.cohort_id, e.journey_id, e.owner_id, c.process_instance_id
                from enrollment e join cohort c on c.id = e.cohort_id where e.id = :id
                    and e.status in ('PENDING', 'IN_PROGRESS') for no key update of e
                """).param("id", executionId).query((row, index) -> new Stuck(row.getObject(1, UUID.class),
                row.getObject(2, UUID.class), row.getObject(3, UUID.class), row.getString(4))).optional()
                .orElseThrow(() -> new NotFound("execution", executionId));
        Incident incident = runtime.createIncidentQuery().processInstanceId(stuck.instance()).list().stream().findFirst()
                .orElseThrow(() -> new Conflict("execution-not-failed", "The execution does not stand at a failure."));
        Journey journey = journeys.known(stuck.journey());
        long together = jdbc.sql("select count(*) from enrollment where cohort_id = :cohort"
                + " and status in ('PENDING', 'IN_PROGRESS')").param("cohort", stuck.cohort()).query(Long.class).single();
        if (together > 1) {
            splitter.part(journey, stuck.cohort(), incident.getActivityId(), List.of(executionId),
                    CohortSplitter.Preparation.NONE);
        } else if (incident.getIncidentType().equals(Incident.EXTERNAL_TASK_HANDLER_TYPE)) {
            tasks.setRetries(incident.getConfiguration(), 1);
        } else {
            management.setJobRetries(1).jobIds(List.of(incident.getConfiguration())).dueDate(now()).execute();
        }
        activity.record(Action.WORKFLOW_RETRIED, stuck.owner(), Map.of("execution", executionId.toString()));
    }

    /** All that has failed in any version of a workflow. @return how many cohorts go on */
    @Transactional
    public int all(UUID workflowId) {
        int cohorts = 0;
        for (String definition : journeys.definitionsOf(workflowId)) {
            for (List<ExternalTask> failed = external(definition); !failed.isEmpty(); failed = external(definition)) {
                tasks.setRetries(failed.stream().map(ExternalTask::getId).toList(), 1);
                cohorts += failed.size();
            }
            for (List<Job> failed = jobs(definition); !failed.isEmpty(); failed = jobs(definition)) {
                management.setJobRetries(1).jobIds(failed.stream().map(Job::getId).toList()).dueDate(now()).execute();
                cohorts += failed.size();
            }
        }
        if (cohorts > 0) {
            activity.record(Action.WORKFLOW_RETRIED, workflowId, Map.of("count", cohorts));
        }
        return cohorts;
    }

    private Date now() {
        return Date.from(clock.instant());
    }

    private List<ExternalTask> external(String definition) {
        return tasks.createExternalTaskQuery().processDefinitionId(definition).noRetriesLeft().listPage(0, AT_ONCE);
    }

    private List<Job> jobs(String definition) {
        return management.createJobQuery().processDefinitionId(definition).noRetriesLeft().listPage(0, AT_ONCE);
    }
}
