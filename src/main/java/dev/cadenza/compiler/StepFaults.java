package dev.cadenza.compiler;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says faults of single steps, each as a sentence about the step. */
record StepFaults(Faults faults) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3653);
    private static final int MAX_WAYS = 20;

    void named(Step step) {
        NameRules.check("step " + Faults.quote(step.id()), step.name(), (code, text) -> faults.step(step, code, text));
    }

    void duration(Step step, @Nullable Duration duration) {
        if (duration == null) {
            fault(step, "duration-missing", "does not say how long to wait");
        } else if (duration.compareTo(SHORTEST) < 0) {
            fault(step, "duration-not-positive", "must wait at least one second");
        } else if (duration.compareTo(LONGEST) > 0) {
            fault(step, "duration-too-long", "waits longer than ten years");
        }
    }

    void ways(Step step, List<String> names) {
        if (names.size() > MAX_WAYS) {
            fault(step, "too-many-ways", "has " + names.size() + " ways; " + MAX_WAYS + " is the most");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            NameRules.check("way " + Faults.quote(name) + " of the step " + Faults.label(step), name,
                    (code, text) -> faults.step(step, "way-" + code, text));
            if (!Faults.blank(name) && !seen.add(name)) {
                fault(step, "way-duplicate", "has several ways with the name " + Faults.quote(name));
            }
        }
    }

    void require(Step step, @Nullable String text, String code, String sentence) {
        if (Faults.blank(text)) {
            fault(step, code, sentence);
        }
    }

    void fault(Step step, String code, String sentence) {
        faults.step(step, code, "The step " + Faults.label(step) + " " + sentence + ".");
    }
}
