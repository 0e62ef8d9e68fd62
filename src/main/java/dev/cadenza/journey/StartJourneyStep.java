package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.ObjectProvider;

/** Enters the cohort's leads into a campaign or a workflow. Who is kept out by a rule goes on here all the same. */
@EngineBean("startJourneyStep")
class StartJourneyStep implements JavaDelegate {

    private final Arrivals arrivals;
    private final ObjectProvider<Entrance> entrances;
    private final StepLog log;

    StartJourneyStep(Arrivals arrivals, ObjectProvider<Entrance> entrances, StepLog log) {
        this.arrivals = arrivals;
        this.entrances = entrances;
        this.log = log;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Arrival arrival = arrivals.come(execution);
        Step.StartJourney step = arrival.step(Step.StartJourney.class);
        Entrance entrance = entrances.stream().filter(one -> one.kind() == step.kind()).findFirst()
                .orElseThrow(() -> new IllegalStateException("Nothing here starts a " + step.kind()));
        int entered = arrival.travellers().isEmpty() ? 0
                : entrance.enter(step.target(), arrival.leads(), arrival.journey().ownerId());
        log.completed(arrival, Map.of("entered", entered, "of", arrival.travellers().size()));
    }
}
