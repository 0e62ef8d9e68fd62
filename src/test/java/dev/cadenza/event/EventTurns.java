package dev.cadenza.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.lead.EventKind;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes the place of the stream's workers in tests, and of those who report events. */
@Component
public class EventTurns {

    private final EventStream stream;
    private final LeadEvents events;
    private final ScorePass scores;
    private final TransactionTemplate transaction;
    private final ObjectMapper json;
    private final Clock clock;

    EventTurns(EventStream stream, LeadEvents events, ScorePass scores, TransactionTemplate transaction,
            ObjectMapper json, Clock clock) {
        this.stream = stream;
        this.events = events;
        this.scores = scores;
        this.transaction = transaction;
        this.json = json;
        this.clock = clock;
    }

    /** Applies all events, and those that come of them. */
    public void apply() {
        while (stream.applyDue() > 0) {
            // until nothing comes of it any more
        }
    }

    /** Brings all scores to today. */
    public void fade() {
        while (scores.turn()) {
            // until all are of today
        }
    }

    public NewEvent event(UUID lead, EventKind kind, String key, Map<String, Object> payload) {
        return new NewEvent(lead, kind, key, json.valueToTree(payload), clock.instant(), null);
    }

    public void append(NewEvent... some) {
        append(Arrays.asList(some));
    }

    public void append(List<NewEvent> some) {
        transaction.executeWithoutResult(status -> events.append(some));
    }

    /** Something happens to a lead, and takes effect. */
    public void happens(UUID lead, EventKind kind, String key, Map<String, Object> payload) {
        append(event(lead, kind, key, payload));
        apply();
    }
}
