package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.problem.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads conditions about payloads and reports every fault in them with its place. */
final class PayloadConditionParser {

    private static final int MOST_PARTS = 200;
    private static final int DEEPEST = 10;
    private static final int MOST_VALUES = 1000;
    private static final int LONGEST_VALUE = 500;
    private static final Pattern FIELD = Pattern.compile("[\\p{L}\\p{N}_$@-]{1,100}(\\.[\\p{L}\\p{N}_$@-]{1,100}){0,9}");
    private static final Set<String> COMPARISONS = Set.of("greaterThan", "greaterOrEqual", "lessThan", "lessOrEqual");
    private static final Set<String> LISTS = Set.of("in", "notIn");
    private static final Set<String> EMPTINESS = Set.of("isEmpty", "isNotEmpty");
    private static final Set<String> TEXTS = Set.of("equals", "notEquals", "contains", "startsWith", "endsWith");

    private final List<FieldError> errors;
    private int parts;

    /** @param errors where faults are added */
    PayloadConditionParser(List<FieldError> errors) {
        this.errors = errors;
    }

    /** @return null where there is a fault */
    @Nullable PayloadCondition parse(JsonNode json, String path) {
        return node(json, path, 1);
    }

    private @Nullable PayloadCondition node(JsonNode json, String path, int depth) {
        if (!json.isObject()) {
            return fault(path, "invalid", "A condition is a JSON object with 'all', 'any', 'not' or 'field'.");
        }
        if (++parts > MOST_PARTS || depth > DEEPEST) {
            return fault(path, "too-many", "A condition may have " + MOST_PARTS + " parts, nested " + DEEPEST
                    + " deep.");
        }
        Set<String> names = new TreeSet<>();
        json.fieldNames().forEachRemaining(names::add);
        if (names.equals(Set.of("all")) || names.equals(Set.of("any"))) {
            String group = names.iterator().next();
            List<PayloadCondition> members = group(json.get(group), path + "." + group, depth);
            return members == null ? null : group.equals("all") ? PayloadCondition.all(members)
                    : PayloadCondition.any(members);
        }
        if (names.equals(Set.of("not"))) {
            PayloadCondition part = node(json.get("not"), path + ".not", depth + 1);
            return part == null ? null : part.negated();
        }
        return statement(json, names, path);
    }

    private @Nullable List<PayloadCondition> group(JsonNode json, String path, int depth) {
        if (!json.isArray()) {
            errors.add(FieldError.of(path, "invalid", "This must be an array of conditions."));
            return null;
        }
        int before = errors.size();
        List<PayloadCondition> members = new ArrayList<>();
        for (int i = 0; i < json.size() && errors.size() - before < MOST_PARTS; i++) {
            PayloadCondition member = node(json.get(i), path + "[" + i + "]", depth + 1);
            if (member != null) {
                members.add(member);
            }
        }
        return errors.size() == before ? members : null;
    }

    private @Nullable PayloadCondition statement(JsonNode json, Set<String> names, String path) {
        Set<String> unknown = new HashSet<>(names);
        unknown.removeAll(Set.of("field", "operator", "value"));
        if (!unknown.isEmpty() || !json.path("field").isTextual() || !json.path("operator").isTextual()) {
            return fault(path, "invalid", "A statement has 'field', 'operator' and 'value', and nothing else.");
        }
        String field = json.get("field").textValue();
        if (!FIELD.matcher(field).matches()) {
            return fault(path + ".field", "invalid", "The field is a path such as cart.total.");
        }
        String operator = json.get("operator").textValue();
        Predicate<JsonNode> test = test(operator, json.path("value"), path);
        if (test == null) {
            return null;
        }
        PayloadCondition condition = PayloadCondition.at(field, test);
        return Set.of("notEquals", "notIn", "isNotEmpty").contains(operator) ? condition.negated() : condition;
    }

    /** The positive form; who asks turns it around. */
    private @Nullable Predicate<JsonNode> test(String operator, JsonNode value, String path) {
        if (EMPTINESS.contains(operator)) {
            return PayloadCondition::empty;
        }
        if (LISTS.contains(operator)) {
            return oneOf(value, path + ".value");
        }
        if (COMPARISONS.contains(operator)) {
            return PayloadCondition.number(value).map(limit -> comparison(operator, limit)).orElseGet(() -> {
                errors.add(FieldError.of(path + ".value", "invalid", "The value must be a number."));
                return null;
            });
        }
        if (!TEXTS.contains(operator)) {
            errors.add(FieldError.of(path + ".operator", "unknown", "The operator must be one of contains, endsWith,"
                    + " equals, greaterOrEqual, greaterThan, in, isEmpty, isNotEmpty, lessOrEqual, lessThan, notEquals,"
                    + " notIn, startsWith."));
            return null;
        }
        if (!simple(value)) {
            errors.add(FieldError.of(path + ".value", "invalid",
                    "The value must be text, a number or a truth value, and not empty."));
            return null;
        }
        String text = PayloadCondition.text(value);
        return switch (operator) {
            case "contains" -> found -> PayloadCondition.text(found).contains(text);
            case "startsWith" -> found -> PayloadCondition.text(found).startsWith(text);
            case "endsWith" -> found -> PayloadCondition.text(found).endsWith(text);
            default -> found -> PayloadCondition.same(found, value);
        };
    }

    private @Nullable Predicate<JsonNode> oneOf(JsonNode values, String path) {
        boolean good = values.isArray() && !values.isEmpty() && values.size() <= MOST_VALUES;
        for (JsonNode value : values) {
            good &= simple(value);
        }
        if (!good) {
            errors.add(FieldError.of(path, "invalid", "The value must be an array of 1 to " + MOST_VALUES
                    + " texts or numbers."));
            return null;
        }
        List<JsonNode> all = new ArrayList<>();
        values.forEach(all::add);
        return found -> all.stream().anyMatch(value -> PayloadCondition.same(found, value));
    }

    private static Predicate<JsonNode> comparison(String operator, BigDecimal limit) {
        IntPredicate holds = switch (operator) {
            case "greaterThan" -> sign -> sign > 0;
            case "greaterOrEqual" -> sign -> sign >= 0;
            case "lessThan" -> sign -> sign < 0;
            default -> sign -> sign <= 0;
        };
        return found -> PayloadCondition.number(found).map(number -> holds.test(number.compareTo(limit)))
                .orElse(false);
    }

    private static boolean simple(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.isMissingNode() && !value.asText().isEmpty()
                && value.asText().length() <= LONGEST_VALUE;
    }

    private @Nullable PayloadCondition fault(String path, String code, String message) {
        errors.add(FieldError.of(path, code, message));
        return null;
    }
}
