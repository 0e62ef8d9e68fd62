package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.LeadFields;
import dev.cadenza.lead.LeadStatus;
import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one statement, {@code {field, operator, value}}: which field decides which operators and values it takes. */
final class StatementParser {

    static final int MAX_VALUES = 1_000;
    static final int MAX_LISTS = 100;
    static final int MAX_TEXT = 500;
    static final String ATTRIBUTE_PREFIX = "attributes.";

    private final String field;
    private final String word;
    private final @Nullable JsonNode value;
    private final String path;
    private final List<FieldError> errors;

    StatementParser(String field, String word, @Nullable JsonNode value, String path, List<FieldError> errors) {
        this.field = field;
        this.word = word;
        this.value = value == null || value.isNull() ? null : value;
        this.path = path;
        this.errors = errors;
    }

    /** The condition, or null where faults were reported. */
    @Nullable Condition parse() {
        Optional<TimeClause.Field> time = TimeClause.Field.named(field);
        if (time.isPresent()) {
            return build(Operator.TIME, operator -> time(time.get(), operator));
        }
        return switch (field) {
            case "list" -> build(Operator.LIST, operator -> member());
            case "stoppedAutomation" -> build(Operator.FLAG, operator -> flag());
            case LeadFields.SCORE -> build(Operator.NUMBER, operator -> number(new NumberClause.Score(), operator));
            default -> field.startsWith(ATTRIBUTE_PREFIX)
                    ? attribute(field.substring(ATTRIBUTE_PREFIX.length())) : text();
        };
    }

    private @Nullable Condition attribute(String key) {
        if (!Attributes.isKey(key)) {
            return fault("field", "invalid", "'" + key + "' can't be the key of an attribute.");
        }
        TextOperand.Attribute operand = new TextOperand.Attribute(key);
        return build(Operator.ATTRIBUTE, operator -> isNumeric(operator)
                ? number(new NumberClause.Attribute(operand), operator) : text(operand, operator));
    }

    /** Attributes have no declared type: the value says as what the attribute is meant. */
    private boolean isNumeric(Operator operator) {
        JsonNode sample = value != null && value.isArray() ? value.get(0) : value;
        return Operator.COMPARISON.contains(operator) || sample != null && sample.isNumber();
    }

    private @Nullable Condition text() {
        Optional<LeadFields.TextField> known = LeadFields.text(field);
        if (known.isEmpty()) {
            return fault("field", "unknown-field", "There is no field '" + field + "'.");
        }
        return build(Operator.TEXT, operator -> text(new TextOperand.Known(known.get()), operator));
    }

    private @Nullable Condition build(Set<Operator> allowed, Function<Operator, @Nullable Condition> positive) {
        Optional<Operator> operator = Operator.of(word);
        if (operator.isEmpty() || !allowed.contains(operator.get())) {
            return fault("operator", operator.isEmpty() ? "unknown-operator" : "unsupported-operator",
                    "'" + word + "' is no operator for " + field + "; these are: " + Operator.words(allowed) + ".");
        }
        if (!operator.get().takesValue() && value != null) {
            return fault("value", "not-allowed", "'" + word + "' takes no value.");
        }
        if (operator.get().takesValue() && value == null) {
            errors.add(FieldError.required(path + ".value"));
            return null;
        }
        Condition condition = positive.apply(operator.get().positive());
        return condition == null || !operator.get().negative() ? condition : new Condition.Not(condition);
    }

    private @Nullable Condition text(TextOperand operand, Operator operator) {
        return switch (operator) {
            case IS_EMPTY -> new TextClause.Empty(operand);
            case IN -> map(several(this::textValue), values -> new TextClause.OneOf(operand, Set.copyOf(values)));
            case EQUALS -> compare(operand, TextClause.Operator.EQUALS);
            case CONTAINS -> compare(operand, TextClause.Operator.CONTAINS);
            case STARTS_WITH -> compare(operand, TextClause.Operator.STARTS_WITH);
            default -> compare(operand, TextClause.Operator.ENDS_WITH);
        };
    }

    private @Nullable Condition compare(TextOperand operand, TextClause.Operator operator) {
        return map(one(operator == TextClause.Operator.EQUALS ? this::textValue : this::pieceOfText),
                text -> new TextClause.Compare(operand, operator, text));
    }

    private @Nullable Condition number(NumberClause.Operand operand, Operator operator) {
        if (operator == Operator.IN) {
            return map(several(this::numberValue), values -> new Condition.Any(values.stream().distinct()
                    .<Condition>map(v -> new NumberClause(operand, NumberClause.Operator.EQUALS, v)).toList()));
        }
        return map(one(this::numberValue), number ->
                new NumberClause(operand, NumberClause.Operator.valueOf(operator.name()), number));
    }

    private @Nullable Condition flag() {
        return map(one((json, at) -> json.isBoolean() ? json.booleanValue()
                : bad(at, "The value must be true or false.")), FlagClause::new);
    }

    private @Nullable Condition member() {
        JsonNode json = value;
        if (json != null && json.isTextual()) {
            return map(listId(json, path + ".value"), id -> new MemberClause(List.of(id)));
        }
        return map(several(this::listId, MAX_LISTS), MemberClause::new);
    }

    private @Nullable Condition time(TimeClause.Field time, Operator operator) {
        return switch (operator) {
            case IS_EMPTY -> new TimeClause.Unset(time);
            case WITHIN_LAST -> map(one((json, at) -> json.isTextual()
                            ? TimeSpan.withinLast(json.textValue()).orElseGet(() -> badDuration(at)) : badDuration(at)),
                    span -> new TimeClause.In(time, span));
            default -> map(one(this::point), point -> new TimeClause.In(time, operator == Operator.BEFORE
                    ? new TimeSpan.Before(point) : new TimeSpan.After(point)));
        };
    }

    private @Nullable TimeSpan badDuration(String at) {
        return bad(at, "The value must be an ISO 8601 duration of up to 100 years, such as P7D or PT12H.");
    }

    private @Nullable Instant point(JsonNode json, String at) {
        Optional<Instant> point = json.isTextual() ? TimeSpan.point(json.textValue()) : Optional.empty();
        return point.isPresent() ? point.get()
                : bad(at, "The value must be an ISO 8601 date or time with offset, such as 2026-06-03T09:00:00Z.");
    }

    private @Nullable UUID listId(JsonNode json, String at) {
        try {
            if (json.isTextual() && json.textValue().length() == 36) {
                return UUID.fromString(json.textValue());
            }
        } catch (IllegalArgumentException notAnId) {
            // Reported below, like every other value that is no id.
        }
        return bad(at, "The value must be the id of a list.");
    }

    private @Nullable BigDecimal numberValue(JsonNode json, String at) {
        Optional<BigDecimal> number = Attributes.number(json);
        return number.isPresent() ? number.get()
                : bad(at, "The value must be a number of up to 30 digits before and after the point.");
    }

    private @Nullable String textValue(JsonNode json, String at) {
        if (field.startsWith(ATTRIBUTE_PREFIX) && json.isBoolean()) {
            return json.asText();
        }
        String text = pieceOfText(json, at);
        if (text != null && field.equals("status") && LeadStatus.of(text).isEmpty()) {
            return bad(at, "The value must be one of " + LeadStatus.words() + ".");
        }
        return text;
    }

    private @Nullable String pieceOfText(JsonNode json, String at) {
        if (!json.isTextual()) {
            return bad(at, "The value must be text.");
        }
        String text = json.textValue();
        if (text.isEmpty()) {
            return bad(at, "The value must not be empty; isEmpty and isNotEmpty ask for that.");
        }
        return text.length() > MAX_TEXT || !PlainText.storable(text)
                ? bad(at, "The value must be text of at most " + MAX_TEXT + " characters.") : text;
    }

    /** Reads one value at a place; null where it reported a fault. */
    private interface Reader<T> {
        @Nullable T read(JsonNode json, String at);
    }

    private <T> @Nullable T one(Reader<T> reader) {
        return value == null ? null : reader.read(value, path + ".value");
    }

    private <T> @Nullable List<T> several(Reader<T> reader) {
        return several(reader, MAX_VALUES);
    }

    private <T> @Nullable List<T> several(Reader<T> reader, int max) {
        if (value == null || !value.isArray() || value.isEmpty() || value.size() > max) {
            return bad(path + ".value", "The value must be an array of 1 to " + max + " values.");
        }
        List<T> values = new ArrayList<>();
        int before = errors.size();
        for (int i = 0; i < value.size() && errors.size() == before; i++) {
            T one = reader.read(value.get(i), path + ".value[" + i + "]");
            if (one != null) {
                values.add(one);
            }
        }
        return errors.size() == before ? values : null;
    }

    private static <T> @Nullable Condition map(@Nullable T value, Function<T, Condition> condition) {
        return value == null ? null : condition.apply(value);
    }

    private <T> @Nullable T bad(String at, String message) {
        errors.add(FieldError.of(at, "invalid", message));
        return null;
    }

    private @Nullable Condition fault(String part, String code, String message) {
        errors.add(FieldError.of(path + "." + part, code, message));
        return null;
    }
}
