package dev.cadenza.journey;

import dev.cadenza.engine.EngineBean;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Parts a cohort into cohorts of one: a person's task is about one lead. */
@EngineBean("humanStep")
class HumanStep implements JavaDelegate {

    private final Arrivals arrivals;
    private final CohortSplitter splitter;
    private final HumanTasks tasks;
    private final StepLog log;

    HumanStep(Arrivals arrivals, CohortSplitter splitter, HumanTasks tasks, StepLog log) {
        this.tasks = tasks;
        this.arrivals = arrivals;
        this.splitter = splitter;
        this.log = log;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Arrival arrival = arrivals.come(execution);
        List<UUID> here = arrival.enrollments();
        log.waiting(arrival, here, null);
        if (arrival.journey().loops()) {
            tasks.anew(here, arrival.step().id());
        }
        if (here.size() > 1) {
            splitter.single(arrival.journey(), arrival.cohort(), arrival.step().id() + "-task",
                    here.subList(1, here.size()));
        }
    }
}
