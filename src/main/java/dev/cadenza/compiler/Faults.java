package dev.cadenza.compiler;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the faults of one plan. */
final class Faults {

    private final List<Diagnostic> found = new ArrayList<>();

    void plan(String code, String message) {
        found.add(new Diagnostic(null, code, message));
    }

    void step(Step step, String code, String message) {
        found.add(new Diagnostic(step.id(), code, message));
    }

    List<Diagnostic> found() {
        return List.copyOf(found);
    }

    /** What a person calls the step. */
    static String label(Step step) {
        return quote(blank(step.name()) ? step.id() : step.name());
    }

    static String quote(@Nullable String text) {
        return blank(text) ? "(no name)" : "\"" + text + "\"";
    }

    static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
