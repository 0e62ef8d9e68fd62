package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A statement about what an event says, in the JSON form of the conditions about leads: {@code all}, {@code any},
 * {@code not}, or {@code {"field": "cart.total", "operator": "greaterThan", "value": 100}}. Fields are paths of names and
 * numbers of elements, with points between them. What is not there is empty; text is compared without regard to case; a
 * number in quotes is a number; of an array it holds where it holds for one element.
 */
final class PayloadCondition {

    private static final int LONGEST_NUMBER = 62;
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    private final Predicate<JsonNode> test;

    PayloadCondition(Predicate<JsonNode> test) {
        this.test = test;
    }

    boolean holds(JsonNode payload) {
        return test.test(payload);
    }

    PayloadCondition negated() {
        return new PayloadCondition(test.negate());
    }

    static PayloadCondition all(List<PayloadCondition> parts) {
        return new PayloadCondition(payload -> parts.stream().allMatch(part -> part.holds(payload)));
    }

    static PayloadCondition any(List<PayloadCondition> parts) {
        return new PayloadCondition(payload -> parts.stream().anyMatch(part -> part.holds(payload)));
    }

    /** Holds where the value at the path, or one of its elements, passes. */
    static PayloadCondition at(String path, Predicate<JsonNode> value) {
        List<String> names = List.of(path.split("\\."));
        return new PayloadCondition(payload -> {
            JsonNode found = find(payload, names);
            if (found.isArray() && !found.isEmpty()) {
                for (JsonNode element : found) {
                    if (value.test(element)) {
                        return true;
                    }
                }
                return false;
            }
            return value.test(found);
        });
    }

    private static JsonNode find(JsonNode payload, List<String> names) {
        JsonNode found = payload;
        for (String name : names) {
            found = found.isArray() && name.matches("[0-9]{1,6}") ? found.path(Integer.parseInt(name))
                    : found.path(name);
        }
        return found;
    }

    /** What stands there as text that is compared; empty where nothing does. */
    static String text(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        return value.isValueNode() && !value.isNull() ? value.asText().toLowerCase(Locale.ROOT) : "";
    }

    static boolean empty(JsonNode value) {
        return value.isContainerNode() ? value.isEmpty() : text(value).isEmpty();
    }

    static Optional<BigDecimal> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    /** Whether two values are the same: as numbers where both are, as text otherwise. */
    static boolean same(JsonNode one, JsonNode other) {
        Optional<BigDecimal> number = number(one);
        Optional<BigDecimal> otherNumber = number(other);
        return number.isPresent() && otherNumber.isPresent() ? number.get().compareTo(otherNumber.get()) == 0
                : text(one).equals(text(other));
    }
}
