package dev.cadenza.journey;

import dev.cadenza.audience.ListMembers;
import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Puts the cohort's leads on a list, or takes them off it. */
@EngineBean("listStep")
class ListStep implements JavaDelegate {

    private final Arrivals arrivals;
    private final ListMembers members;
    private final StepLog log;

    ListStep(Arrivals arrivals, ListMembers members, StepLog log) {
        this.arrivals = arrivals;
        this.members = members;
        this.log = log;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Arrival arrival = arrivals.come(execution);
        Step.ChangeList step = arrival.step(Step.ChangeList.class);
        if (step.add()) {
            log.completed(arrival, Map.of("added", members.add(step.list(), arrival.leads())));
        } else {
            log.completed(arrival, Map.of("removed", members.remove(step.list(), arrival.leads())));
        }
    }
}
