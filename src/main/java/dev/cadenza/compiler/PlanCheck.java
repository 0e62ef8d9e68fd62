package dev.cadenza.compiler;

import java.util.List;

/** First pass. */
public final class PlanCheck {

    private PlanCheck() {
    }

    public static List<Diagnostic> check(Plan plan) {
        return List.of();
    }
}
