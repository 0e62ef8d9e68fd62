package dev.cadenza.compiler;

import java.util.List;
import java.util.stream.Collectors;

/** A plan with faults was to be compiled. */
public class PlanInvalid extends RuntimeException {

    private final transient List<Diagnostic> diagnostics;

    PlanInvalid(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::message).collect(Collectors.joining(" ")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** All faults, at least one. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
