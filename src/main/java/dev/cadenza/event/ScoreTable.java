package dev.cadenza.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.engine.DecisionFailed;
import dev.cadenza.engine.Decisions;
import dev.cadenza.lead.EventKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What signals are worth, as the decision table {@code lead-score} says in the version that is deployed now. Equal
 * signals are asked about once for each version.
 */
@Component
class ScoreTable {

    static final String DECISION = "lead-score";
    static final int MOST_POINTS = 1_000_000;

    private static final int MOST_KNOWN = 10_000;
    private static final String OUTPUT = "points";

    private final Decisions decisions;
    private final Map<Question, Integer> known = new ConcurrentHashMap<>();

    ScoreTable(Decisions decisions) {
        this.decisions = decisions;
    }

    private record Question(Decisions.Version version, EventKind kind, @Nullable String key, @Nullable String channel,
            @Nullable BigDecimal value, @Nullable String currency) {

        Map<String, Object> values() {
            Map<String, Object> values = new HashMap<>();
            values.put("kind", kind.name());
            values.put("key", key);
            values.put("channel", channel);
            values.put("value", value == null ? null : value.doubleValue());
            values.put("currency", currency);
            return values;
        }
    }

    /** The version that holds now; empty where there is none, and signals are worth nothing. */
    Optional<Decisions.Version> version() {
        return decisions.latest(DECISION);
    }

    /** @throws DecisionFailed where the table can't say, or says what is no number of points */
    int points(LeadEvent event, Decisions.@Nullable Version version) {
        if (event.kind() == EventKind.POINTS_GIVEN) {
            return Math.max(-MOST_POINTS, Math.min(MOST_POINTS, event.payload().path(OUTPUT).asInt()));
        }
        if (!Signal.KINDS.contains(event.kind()) || version == null) {
            return 0;
        }
        Question question = question(event, version);
        Integer points = known.get(question);
        if (points == null) {
            points = sum(decisions.evaluate(version, question.values()));
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(question, points);
        }
        return points;
    }

    private static Question question(LeadEvent event, Decisions.Version version) {
        JsonNode value = event.payload().path("value");
        JsonNode channel = event.payload().path("channel");
        JsonNode currency = event.payload().path("currency");
        return new Question(version, event.kind(), event.key(), channel.isTextual() ? channel.textValue() : null,
                value.isNumber() ? value.decimalValue() : null, currency.isTextual() ? currency.textValue() : null);
    }

    /** Of all rules that hold: one where the table adds up or takes the first by itself. */
    private static int sum(List<Map<String, Object>> rules) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, Object> rule : rules) {
            Object points = rule.containsKey(OUTPUT) ? rule.get(OUTPUT)
                    : rule.size() == 1 ? rule.values().iterator().next() : null;
            if (points instanceof Number number) {
                sum = sum.add(new BigDecimal(number.toString()));
            } else if (points != null) {
                throw new NoPoints("The table " + DECISION + " gives '" + points + "', which is no number.");
            }
        }
        if (sum.abs().compareTo(BigDecimal.valueOf(MOST_POINTS)) > 0) {
            throw new NoPoints("The table " + DECISION + " gives " + sum + ", and a signal is worth " + MOST_POINTS
                    + " points at most.");
        }
        return sum.setScale(0, RoundingMode.HALF_UP).intValueExact();
    }

    /** The table's answer can't be used. */
    static final class NoPoints extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoPoints(String message) {
            super(message);
        }
    }
}
