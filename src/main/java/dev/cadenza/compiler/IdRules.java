package dev.cadenza.compiler;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ids become ids of BPMN elements, so they are XML names without a colon (NCName) and meet no id of the compiler's own.
 */
final class IdRules {

    private static final Pattern ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,99}");
    private static final String FORM =
            "It must begin with a letter and go on with letters, digits, - and _, 100 characters at most.";

    private IdRules() {
    }

    static boolean isWellFormed(String id) {
        return ID.matcher(id).matches();
    }

    static void check(Plan plan, Faults faults) {
        if (Faults.blank(plan.key())) {
            faults.plan("plan-key-missing", "The plan has no key.");
        } else if (!ID.matcher(plan.key()).matches() || ProcessTerms.RESERVED.contains(plan.key())) {
            faults.plan("plan-key-invalid", "\"" + plan.key() + "\" can't be the key of a plan. " + FORM);
        }
        Set<String> seen = new HashSet<>();
        for (Step step : plan.steps()) {
            check(step, seen, faults);
            if (step.id() != null && step.id().equals(plan.key())) {
                faults.step(step, "id-reserved", "The step " + Faults.label(step) + " has the id of the plan itself.");
            }
        }
    }

    private static void check(Step step, Set<String> seen, Faults faults) {
        String id = step.id();
        if (Faults.blank(id)) {
            faults.step(step, "id-missing", "The step " + Faults.label(step) + " has no id.");
        } else if (!ID.matcher(id).matches()) {
            faults.step(step, "id-invalid", "\"" + id + "\" can't be the id of a step. " + FORM);
        } else if (ProcessTerms.RESERVED.contains(id) || ProcessTerms.SUFFIXES.stream().anyMatch(id::endsWith)) {
            faults.step(step, "id-reserved", "The id \"" + id + "\" is one that every plan uses for itself: choose "
                    + "another one, which ends neither in " + String.join(" nor in ", ProcessTerms.SUFFIXES) + ".");
        } else if (!seen.add(id)) {
            faults.step(step, "id-duplicate", "Several steps have the id \"" + id + "\".");
        }
    }
}
