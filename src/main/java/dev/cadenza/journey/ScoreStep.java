package dev.cadenza.journey;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.event.LeadEvents;
import dev.cadenza.event.NewEvent;
import dev.cadenza.lead.EventKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Gives points to the cohort's leads, each as a signal of its own that counts once however often this is repeated. */
@EngineBean("scoreStep")
class ScoreStep implements JavaDelegate {

    private final Arrivals arrivals;
    private final LeadEvents events;
    private final StepLog log;

    ScoreStep(Arrivals arrivals, LeadEvents events, StepLog log) {
        this.arrivals = arrivals;
        this.events = events;
        this.log = log;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Arrival arrival = arrivals.come(execution);
        int points = arrival.step(Step.Score.class).points();
        events.append(arrival.travellers().stream().map(traveller -> new NewEvent(traveller.leadId(),
                EventKind.POINTS_GIVEN, arrival.journey().ownerId().toString(),
                JsonNodeFactory.instance.objectNode().put("points", points), arrival.at(),
                origin(traveller.enrollmentId(), arrival.step().id(), arrival.visit()))).toList());
        log.completed(arrival, Map.of("points", points));
    }

    static UUID origin(UUID enrollment, String step, int visit) {
        return UUID.nameUUIDFromBytes((enrollment + "/" + step + "/" + visit).getBytes(StandardCharsets.UTF_8));
    }
}
