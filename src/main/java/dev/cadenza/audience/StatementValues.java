package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.LeadStatus;
import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the value of a statement, as what its field and operator need. Null stands for a fault that was reported. */
final class StatementValues {

    static final int MAX_VALUES = 1_000;
    static final int MAX_TEXT = 500;

    private final String field;
    private final boolean untyped;
    private final @Nullable JsonNode value;
    private final String path;
    private final List<FieldError> errors;

    /** @param untyped true where the field is none of a lead's: its name says nothing about its values */
    StatementValues(String field, boolean untyped, @Nullable JsonNode value, String path, List<FieldError> errors) {
        this.untyped = untyped;
        this.field = field;
        this.value = value;
        this.path = path;
        this.errors = errors;
    }

    @Nullable Boolean flag(JsonNode json, String at) {
        return json.isBoolean() ? json.booleanValue() : bad(at, "The value must be true or false.");
    }

    @Nullable TimeSpan withinLast(JsonNode json, String at) {
        Optional<TimeSpan> span = json.isTextual() ? TimeSpan.withinLast(json.textValue()) : Optional.empty();
        return span.isPresent() ? span.get()
                : bad(at, "The value must be an ISO 8601 duration of up to 100 years, such as P7D or PT12H.");
    }

    @Nullable Instant point(JsonNode json, String at) {
        Optional<Instant> point = json.isTextual() ? TimeSpan.point(json.textValue()) : Optional.empty();
        return point.isPresent() ? point.get()
                : bad(at, "The value must be an ISO 8601 date or time with offset, such as 2026-06-03T09:00:00Z.");
    }

    @Nullable UUID listId(JsonNode json, String at) {
        try {
            if (json.isTextual() && json.textValue().length() == 36) {
                return UUID.fromString(json.textValue());
            }
        } catch (IllegalArgumentException notAnId) {
            // Reported below, like every other value that is no id.
        }
        return bad(at, "The value must be the id of a list.");
    }

    @Nullable BigDecimal number(JsonNode json, String at) {
        Optional<BigDecimal> number = Attributes.number(json);
        return number.isPresent() ? number.get()
                : bad(at, "The value must be a number of up to 30 digits before and after the point.");
    }

    @Nullable String text(JsonNode json, String at) {
        if ((untyped || field.startsWith(StatementParser.ATTRIBUTE_PREFIX)) && json.isBoolean()) {
            return json.asText();
        }
        String text = pieceOfText(json, at);
        if (text != null && !untyped && field.equals("status") && LeadStatus.of(text).isEmpty()) {
            return bad(at, "The value must be one of " + LeadStatus.words() + ".");
        }
        return text;
    }

    @Nullable String pieceOfText(JsonNode json, String at) {
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
    interface Reader<T> {
        @Nullable T read(JsonNode json, String at);
    }

    <T> @Nullable T one(Reader<T> reader) {
        return value == null ? null : reader.read(value, path);
    }

    <T> @Nullable List<T> several(Reader<T> reader) {
        return several(reader, MAX_VALUES);
    }

    <T> @Nullable List<T> several(Reader<T> reader, int max) {
        if (value == null || !value.isArray() || value.isEmpty() || value.size() > max) {
            return bad(path, "The value must be an array of 1 to " + max + " values.");
        }
        List<T> values = new ArrayList<>();
        int before = errors.size();
        for (int i = 0; i < value.size() && errors.size() == before; i++) {
            T one = reader.read(value.get(i), path + "[" + i + "]");
            if (one != null) {
                values.add(one);
            }
        }
        return errors.size() == before ? values : null;
    }

    private <T> @Nullable T bad(String at, String message) {
        errors.add(FieldError.of(at, "invalid", message));
        return null;
    }
}
