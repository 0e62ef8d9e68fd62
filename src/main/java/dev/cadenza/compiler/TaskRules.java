package dev.cadenza.compiler;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What a human task must say. */
record TaskRules(StepFaults faults) {

    private static final Set<String> ROLES = Set.of("administrator", "marketer", "analyst");
    private static final Set<String> TYPES = Set.of("text", "number", "boolean", "date", "choice");
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,59}");
    private static final Duration LONGEST = Duration.ofDays(3653);
    private static final int MAX_INSTRUCTIONS = 5_000;
    private static final int MAX_FIELDS = 30;

    void check(Step.HumanTask step) {
        if (!ROLES.contains(String.valueOf(step.role()))) {
            faults.fault(step, "role-unknown", "must say who does it: administrator, marketer or analyst");
        }
        if (step.instructions() != null && step.instructions().length() > MAX_INSTRUCTIONS) {
            faults.fault(step, "instructions-too-long",
                    "has instructions of more than " + MAX_INSTRUCTIONS + " characters");
        }
        if (step.due() != null && (step.due().isNegative() || step.due().isZero()
                || step.due().compareTo(LONGEST) > 0)) {
            faults.fault(step, "due-out-of-range", "must leave time to be done, ten years at most");
        }
        if (step.outcomes().isEmpty()) {
            faults.fault(step, "outcomes-missing", "has no outcome, so nobody could complete it");
        }
        faults.ways(step, step.outcomes().stream().map(Step.Outcome::name).toList());
        fields(step);
    }

    private void fields(Step.HumanTask step) {
        if (step.fields().size() > MAX_FIELDS) {
            faults.fault(step, "too-many-fields", "has " + step.fields().size() + " fields; " + MAX_FIELDS
                    + " is the most");
        }
        Set<String> seen = new HashSet<>();
        for (Step.Field field : step.fields()) {
            String key = String.valueOf(field.key());
            if (!KEY.matcher(key).matches()) {
                faults.fault(step, "field-key-invalid", "has a field with the key " + Faults.quote(field.key())
                        + "; a key is a letter, then letters, digits and _");
            } else if (!seen.add(key)) {
                faults.fault(step, "field-duplicate", "has several fields with the key " + Faults.quote(key));
            }
            if (Faults.blank(field.label())) {
                faults.fault(step, "field-label-missing", "has a field without a label: " + Faults.quote(key));
            }
            if (!TYPES.contains(String.valueOf(field.type()))) {
                faults.fault(step, "field-type-unknown", "has the field " + Faults.quote(key)
                        + " of no known type: text, number, boolean, date or choice");
            } else if ("choice".equals(field.type()) && field.choices().isEmpty()) {
                faults.fault(step, "choices-missing", "has nothing to choose from in the field " + Faults.quote(key));
            }
        }
    }
}
