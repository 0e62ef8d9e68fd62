package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.DefaultIncidentHandler;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Notes in the execution log that a step has failed for good, with the incident and in its transaction: what the step
 * itself wrote was rolled back with it.
 */
@Component
class FailureLog extends AbstractProcessEnginePlugin {

    private final ObjectProvider<JourneyStore> journeys;
    private final ObjectProvider<StepLog> log;
    private final ObjectProvider<JdbcClient> jdbc;

    FailureLog(ObjectProvider<JourneyStore> journeys, ObjectProvider<StepLog> log, ObjectProvider<JdbcClient> jdbc) {
        this.journeys = journeys;
        this.log = log;
        this.jdbc = jdbc;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        List<IncidentHandler> handlers = configuration.getCustomIncidentHandlers();
        IncidentHandler ours = new Noting();
        configuration.setCustomIncidentHandlers(handlers == null ? List.of(ours)
                : Stream.concat(handlers.stream(), Stream.of(ours)).toList());
    }

    private void note(IncidentContext context, String message) {
        if (context.getProcessDefinitionId() == null || context.getExecutionId() == null) {
            return;
        }
        journeys.getObject().find(context.getProcessDefinitionId()).filter(journey -> journey.settings().logged())
                .ifPresent(journey -> {
                    ExecutionEntity execution = Context.getCommandContext().getExecutionManager()
                            .findExecutionById(context.getExecutionId());
                    if (execution != null) {
                        note(journey, context.getActivityId(), execution.getProcessInstanceId(), message);
                    }
                });
    }

    private void note(Journey journey, String element, String instance, String message) {
        Step step = journey.at(element);
        // What a failing service task counted was rolled back; the timer of a wait comes after the count.
        boolean counted = step instanceof Step.Wait
                || !element.equals(step.id()) && (step instanceof Step.WaitFor || step instanceof Step.WaitUntilTime);
        record Inside(UUID enrollment, UUID cohort, int visit) {
        }
        List<Inside> inside = jdbc.getObject().sql("""
                select e.id, c.id, coalesce(cast(c.visits ->> cast(:step as text) as integer), 0) from enrollment e
                join cohort c on c.id = e.cohort_id
                where c.process_instance_id = :instance and e.status in ('PENDING', 'IN_PROGRESS')
                """).param("step", step.id()).param("instance", instance)
                .query((row, index) -> new Inside(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                        row.getInt(3))).list();
        if (!inside.isEmpty()) {
            int visit = journey.loops() ? inside.get(0).visit() + (counted ? 0 : 1) : 1;
            log.getObject().write(new Arrival(inside.get(0).cohort(), journey, step, visit, List.of(),
                    log.getObject().now()), inside.stream().map(one -> new StepLog.Line(one.enrollment(),
                    StepLog.Status.FAILED, Map.of(), message)).toList());
        }
    }

    private final class Noting extends DefaultIncidentHandler {

        Noting() {
            super(Incident.FAILED_JOB_HANDLER_TYPE);
        }

        @Override
        public Incident handleIncident(IncidentContext context, String message) {
            Incident incident = super.handleIncident(context, message);
            note(context, message == null ? "The step failed." : message);
            return incident;
        }
    }
}
