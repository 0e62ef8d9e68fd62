package dev.cadenza.journey;

import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.util.Map;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** Lets a person's task be completed only with an outcome, wherever it is completed from, and sends the lead that way. */
@EngineBean("humanTaskDone")
class HumanTaskDone implements TaskListener {

    private final CohortContext context;
    private final Arrivals arrivals;
    private final Cohorts cohorts;
    private final HumanTasks tasks;
    private final StepLog log;

    HumanTaskDone(CohortContext context, Arrivals arrivals, Cohorts cohorts, HumanTasks tasks, StepLog log) {
        this.context = context;
        this.arrivals = arrivals;
        this.cohorts = cohorts;
        this.tasks = tasks;
        this.log = log;
    }

    @Override
    public void notify(DelegateTask task) {
        Journey journey = context.journey(task.getExecution());
        Step.HumanTask step = (Step.HumanTask) journey.at(task.getTaskDefinitionKey());
        Arrival arrival = arrivals.there(context.cohort(task.getExecution()), journey, step);
        if (arrival.travellers().isEmpty()) {
            throw new BadUserRequestException("The lead has left the workflow; the task is about to be taken back.");
        }
        Integer outcome = tasks.chosen(arrival.travellers().get(0).enrollmentId(), step, journey.ownerId());
        if (outcome == null) {
            throw new BadUserRequestException("Choose an outcome first.");
        }
        cohorts.anchor(arrival.cohort());
        log.completed(arrival, Map.of("outcome", step.outcomes().get(outcome).name()));
        task.getExecution().setVariable(ProcessTerms.WAY, outcome.toString());
    }
}
