package dev.cadenza.audience;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a condition may speak of. */
public enum ConditionScope {

    /** The lead alone: segments. */
    LEAD("") {
        @Override
        boolean speaksOf(String field) {
            return false;
        }

        @Override
        Optional<TextOperand> operand(String field) {
            return Optional.empty();
        }
    },

    /**
     * The lead, and its passage through a journey: {@code answers.STEP.PATH} (what a webhook or a source answered, what a
     * person filled in) and {@code trigger.PATH} (what let the lead in).
     */
    PASSAGE("Such a field reads answers.STEP.PATH or trigger.PATH, as in answers.check.customer.tier.") {
        @Override
        boolean speaksOf(String field) {
            return field.startsWith("answers.") || field.startsWith("trigger.");
        }

        @Override
        Optional<TextOperand> operand(String field) {
            List<String> path = List.of(field.split("\\.", -1));
            return isPath(path) && path.size() > (path.get(0).equals(TextOperand.Passage.ANSWERS) ? 2 : 1)
                    ? Optional.of(new TextOperand.Passage(path)) : Optional.empty();
        }
    },

    /** What an event says: every field is a path into its payload, as in {@code items.0.sku}. */
    EVENT("A field is a path into the event's payload, as in value or items.0.sku.") {
        @Override
        boolean speaksOf(String field) {
            return true;
        }

        @Override
        Optional<TextOperand> operand(String field) {
            List<String> path = List.of(field.split("\\.", -1));
            return isPath(path) ? Optional.of(new TextOperand.Payload(path)) : Optional.empty();
        }
    };

    private static final int DEEPEST = 12;
    private static final int LONGEST = 100;
    private static final Pattern PART = Pattern.compile("[\\p{L}\\p{N}_$][\\p{L}\\p{N}_$-]*");

    private final String hint;

    ConditionScope(String hint) {
        this.hint = hint;
    }

    /** True where the field is none of the lead's. */
    abstract boolean speaksOf(String field);

    /** Where the value of such a field stands; empty where the field is badly written. */
    abstract Optional<TextOperand> operand(String field);

    String hint() {
        return hint;
    }

    private static boolean isPath(List<String> path) {
        return path.size() <= DEEPEST
                && path.stream().allMatch(part -> part.length() <= LONGEST && PART.matcher(part).matches());
    }
}
