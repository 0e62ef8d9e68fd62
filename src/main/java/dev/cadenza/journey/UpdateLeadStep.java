package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.lead.LeadChanges;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Sets fields of the cohort's leads: one statement. */
@EngineBean("updateLeadStep")
class UpdateLeadStep implements JavaDelegate {

    private final Arrivals arrivals;
    private final LeadChanges leads;
    private final StepLog log;

    UpdateLeadStep(Arrivals arrivals, LeadChanges leads, StepLog log) {
        this.arrivals = arrivals;
        this.leads = leads;
        this.log = log;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Arrival arrival = arrivals.come(execution);
        int changed = leads.set(arrival.leads(), arrival.step(Step.UpdateLead.class).set());
        log.completed(arrival, Map.of("changed", changed));
    }
}
