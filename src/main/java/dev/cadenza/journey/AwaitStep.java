package dev.cadenza.journey;

import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Looks to whom of the cohort what it waits for has happened already: they go on at once, and the others wait. The
 * cohort is locked before it looks. An event that is written later finds the leads waiting, since who applies it
 * locks them too and so waits for us.
 */
@EngineBean("awaitStep")
class AwaitStep implements JavaDelegate {

    private final Arrivals arrivals;
    private final Awaiting awaiting;
    private final Cohorts cohorts;
    private final CohortSplitter splitter;
    private final StepLog log;

    AwaitStep(Arrivals arrivals, Awaiting awaiting, Cohorts cohorts, CohortSplitter splitter, StepLog log) {
        this.arrivals = arrivals;
        this.awaiting = awaiting;
        this.cohorts = cohorts;
        this.splitter = splitter;
        this.log = log;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Arrival arrival = arrivals.come(execution);
        Step.WaitFor step = arrival.step(Step.WaitFor.class);
        Set<UUID> happened = awaiting.happened(step.event(), arrival.travellers());
        List<Cohorts.Traveller> waiting = arrival.travellers().stream()
                .filter(traveller -> !happened.contains(traveller.enrollmentId())).toList();
        log.write(arrival, happened.stream().map(id -> new StepLog.Line(id, StepLog.Status.COMPLETED,
                Map.of("way", ProcessTerms.HAPPENED), null)).toList());
        log.waiting(arrival, waiting.stream().map(Cohorts.Traveller::enrollmentId).toList(), null);
        boolean all = waiting.isEmpty() && !happened.isEmpty();
        if (all) {
            cohorts.anchor(arrival.cohort());
        } else {
            awaiting.begin(step, waiting);
            if (!happened.isEmpty()) {
                splitter.part(arrival.journey(), arrival.cohort(), arrival.journey().entry(step.then()),
                        List.copyOf(happened), cohorts::anchor);
            }
        }
        execution.setVariableLocal(ProcessTerms.WAY, all ? ProcessTerms.HAPPENED : ProcessTerms.OTHERWISE);
    }
}
