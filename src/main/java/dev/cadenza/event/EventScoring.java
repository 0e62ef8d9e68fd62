package dev.cadenza.event;

import dev.cadenza.engine.DecisionFailed;
import dev.cadenza.engine.Decisions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Gives the events of a batch their points, and the leads their scores. */
@Component
class EventScoring {

    private static final Logger LOG = LoggerFactory.getLogger(EventScoring.class);

    private final ScoreTable table;
    private final LeadScores scores;
    private final EventRows rows;

    EventScoring(ScoreTable table, LeadScores scores, EventRows rows) {
        this.table = table;
        this.scores = scores;
        this.rows = rows;
    }

    /**
     * The same events with their points, noted as applied. What the table can't say of an event is noted with it: it
     * takes effect with no points, and is given them when somebody retries it.
     */
    List<LeadEvent> apply(List<LeadEvent> events) {
        Decisions.Version version = events.stream().anyMatch(event -> Signal.KINDS.contains(event.kind()))
                ? table.version().orElse(null) : null;
        Map<UUID, String> failures = new HashMap<>();
        List<LeadEvent> rated = new ArrayList<>(events.size());
        for (LeadEvent event : events) {
            int points = 0;
            try {
                points = table.points(event, version);
            } catch (DecisionFailed | ScoreTable.NoPoints failure) {
                LOG.warn("The decision table {} says nothing about event {}", ScoreTable.DECISION, event.id(), failure);
                failures.put(event.id(), "No points: " + failure.getMessage());
            }
            rated.add(points == event.scoreImpact() ? event : new LeadEvent(event.id(), event.leadId(), event.kind(),
                    event.key(), event.payload(), event.occurredAt(), points));
        }
        rows.applied(rated, failures);
        scores.sumUp(rated.stream().filter(event -> event.scoreImpact() != 0).map(LeadEvent::leadId)
                .collect(Collectors.toSet()));
        return rated;
    }
}
