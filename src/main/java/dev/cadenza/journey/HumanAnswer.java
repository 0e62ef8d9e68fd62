package dev.cadenza.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.Attributes;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person says about a task: an outcome, and the fields that its step asks for. */
record HumanAnswer(int outcome, ObjectNode fields) {

    private static final Set<String> PARTS = Set.of("outcome", "fields");
    private static final int LONGEST = 4_000;

    /** @throws Rejected naming every field that is missing, unknown or bad */
    static HumanAnswer read(JsonNode body, Step.HumanTask step) {
        List<FieldError> errors = new ArrayList<>();
        if (!body.isObject()) {
            throw new Rejected(FieldError.of("", "invalid", "An answer is a JSON object with 'outcome' and 'fields'."));
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!PARTS.contains(name)) {
                errors.add(FieldError.of(name, "unknown-field", "An answer has 'outcome' and 'fields'."));
            }
        });
        int outcome = outcome(body.path("outcome"), step, errors);
        ObjectNode fields = fields(body.path("fields"), step, errors);
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        return new HumanAnswer(outcome, fields);
    }

    private static int outcome(JsonNode given, Step.HumanTask step, List<FieldError> errors) {
        List<String> names = step.outcomes().stream().map(Step.Outcome::name).toList();
        if (given.isMissingNode() || given.isNull()) {
            errors.add(FieldError.required("outcome"));
        } else if (!given.isTextual() || !names.contains(given.textValue())) {
            errors.add(FieldError.of("outcome", "unknown", "The outcome is one of " + String.join(", ", names) + "."));
        }
        return names.indexOf(given.asText());
    }

    private static ObjectNode fields(JsonNode given, Step.HumanTask step, List<FieldError> errors) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
            errors.add(FieldError.of("fields", "invalid", "The fields are a JSON object."));
            return kept;
        }
        Set<String> known = step.fields().stream().map(Step.Field::key).collect(Collectors.toSet());
        given.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                errors.add(FieldError.of("fields." + key, "unknown-field", "The task asks for no such field."));
            }
        });
        for (Step.Field field : step.fields()) {
            JsonNode value = given.path(field.key());
            boolean empty = value.isMissingNode() || value.isNull() || value.isTextual() && value.textValue().isBlank();
            if (!empty) {
                JsonNode good = value(field, value);
                if (good == null) {
                    errors.add(FieldError.of("fields." + field.key(), "invalid", hint(field)));
                } else {
                    kept.set(field.key(), good);
                }
            } else if (field.required()) {
                errors.add(FieldError.required("fields." + field.key()));
            }
        }
        return kept;
    }

    private static @Nullable JsonNode value(Step.Field field, JsonNode value) {
        boolean text = value.isTextual() && value.textValue().length() <= LONGEST && value.textValue().indexOf('\0') < 0;
        return switch (field.type()) {
            case "number" -> Attributes.number(value).isPresent() ? value : null;
            case "boolean" -> value.isBoolean() ? value : null;
            case "date" -> text && date(value.textValue()).isPresent() ? value : null;
            case "choice" -> text && field.choices().contains(value.textValue()) ? value : null;
            default -> text ? value : null;
        };
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    private static String hint(Step.Field field) {
        return switch (field.type()) {
            case "number" -> "This must be a number.";
            case "boolean" -> "This must be true or false.";
            case "date" -> "This must be a date such as 2026-06-03.";
            case "choice" -> "This must be one of " + String.join(", ", field.choices()) + ".";
            default -> "This must be text of at most " + LONGEST + " characters.";
        };
    }
}
