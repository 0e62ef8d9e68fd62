package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.LeadFields;
import dev.cadenza.problem.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one statement, {@code {field, operator, value}}: which field decides which operators and values it takes. */
final class StatementParser {

    private static final int MAX_LISTS = 100;
    private static final int MAX_NUMBERS = 100;
    static final String ATTRIBUTE_PREFIX = "attributes.";

    private final ConditionScope scope;
    private final String field;
    private final String word;
    private final @Nullable JsonNode value;
    private final StatementValues values;
    private final String path;
    private final List<FieldError> errors;

    StatementParser(String field, String word, @Nullable JsonNode value, ConditionScope scope, String path,
            List<FieldError> errors) {
        this.scope = scope;
        this.field = field;
        this.word = word;
        this.value = value == null || value.isNull() ? null : value;
        this.values = new StatementValues(field, scope.speaksOf(field), this.value, path + ".value", errors);
        this.path = path;
        this.errors = errors;
    }

    /** The condition, or null where faults were reported. */
    @Nullable Condition parse() {
        if (scope.speaksOf(field)) {
            Optional<TextOperand> operand = scope.operand(field);
            return operand.isEmpty() ? fault("field", "unknown-field", scope.hint()) : either(operand.get());
        }
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
        return either(new TextOperand.Attribute(key));
    }

    private @Nullable Condition either(TextOperand operand) {
        return build(Operator.ATTRIBUTE, operator -> isNumeric(operator)
                ? number(new NumberClause.Read(operand), operator) : text(operand, operator));
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
            case IN -> map(values.several(values::text), texts -> new TextClause.OneOf(operand, Set.copyOf(texts)));
            case EQUALS -> compare(operand, TextClause.Operator.EQUALS);
            case CONTAINS -> compare(operand, TextClause.Operator.CONTAINS);
            case STARTS_WITH -> compare(operand, TextClause.Operator.STARTS_WITH);
            default -> compare(operand, TextClause.Operator.ENDS_WITH);
        };
    }

    private @Nullable Condition compare(TextOperand operand, TextClause.Operator operator) {
        return map(operator == TextClause.Operator.EQUALS ? values.one(values::text) : values.one(values::pieceOfText),
                text -> new TextClause.Compare(operand, operator, text));
    }

    private @Nullable Condition number(NumberClause.Operand operand, Operator operator) {
        if (operator == Operator.IN) {
            return map(values.several(values::number, MAX_NUMBERS), numbers -> new Condition.Any(numbers.stream()
                    .<Condition>map(v -> new NumberClause(operand, NumberClause.Operator.EQUALS, v)).toList()));
        }
        return map(values.one(values::number), number ->
                new NumberClause(operand, NumberClause.Operator.valueOf(operator.name()), number));
    }

    private @Nullable Condition flag() {
        return map(values.one(values::flag), FlagClause::new);
    }

    private @Nullable Condition member() {
        if (value != null && value.isTextual()) {
            return map(values.one(values::listId), id -> new MemberClause(List.of(id)));
        }
        return map(values.several(values::listId, MAX_LISTS), MemberClause::new);
    }

    private @Nullable Condition time(TimeClause.Field time, Operator operator) {
        return switch (operator) {
            case IS_EMPTY -> new TimeClause.Unset(time);
            case WITHIN_LAST -> map(values.one(values::withinLast),
                    span -> new TimeClause.In(time, span));
            default -> map(values.one(values::point), point -> new TimeClause.In(time, operator == Operator.BEFORE
                    ? new TimeSpan.Before(point) : new TimeSpan.After(point)));
        };
    }

    private static <T> @Nullable Condition map(@Nullable T value, Function<T, Condition> condition) {
        return value == null ? null : condition.apply(value);
    }

    private @Nullable Condition fault(String part, String code, String message) {
        errors.add(FieldError.of(path + "." + part, code, message));
        return null;
    }
}
