package dev.cadenza.lead;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants a lead to be, checked and in the forms that are kept. A field that the request does not name
 * stays as it is; one that it names with null (or with blank text) loses its value.
 */
final class LeadInput {

    private static final String SCORE = LeadFields.SCORE;
    private static final String ATTRIBUTES = "attributes";
    private static final int MAX_SCORE = 1_000_000;

    private final Map<String, @Nullable String> texts = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    private final List<FieldError> errors = new ArrayList<>();
    private @Nullable Integer score;
    private boolean clearsAttributes;

    /** @throws Rejected naming every field that is unknown or bad */
    static LeadInput read(JsonNode body, @Nullable String region) {
        LeadInput input = new LeadInput();
        body.properties().forEach(field -> input.read(field.getKey(), field.getValue(), region));
        input.refuseFaults();
        return input;
    }

    private void read(String field, JsonNode value, @Nullable String region) {
        if (field.equals(SCORE)) {
            readScore(value);
        } else if (field.equals(ATTRIBUTES)) {
            readAttributes(value);
        } else if (!LeadValues.fields().contains(field)) {
            fault(field, "unknown-field", "A lead has no field of this name that can be written. Custom fields go"
                    + " into 'attributes'.");
        } else if (value.isNull()) {
            texts.put(field, null);
        } else if (!value.isTextual()) {
            fault(field, "invalid", "The value must be text.");
        } else {
            LeadValues.Checked checked = LeadValues.check(field, value.textValue(), region);
            texts.put(field, checked.value());
            if (checked.error() != null) {
                errors.add(checked.error());
            }
        }
    }

    private void readScore(JsonNode value) {
        if (!value.isInt() || Math.abs((long) value.intValue()) > MAX_SCORE) {
            fault(SCORE, "invalid", "The score must be a whole number from -" + MAX_SCORE + " to " + MAX_SCORE + ".");
        } else {
            score = value.intValue();
        }
    }

    private void readAttributes(JsonNode value) {
        if (value.isNull()) {
            clearsAttributes = true;
        } else if (!value.isObject()) {
            fault(ATTRIBUTES, "invalid", "The attributes must be a JSON object.");
        } else if (value.size() > Attributes.MAX_COUNT) {
            fault(ATTRIBUTES, "too-many", "A lead may have " + Attributes.MAX_COUNT + " attributes.");
        } else {
            value.properties().forEach(entry -> readAttribute(entry.getKey(), entry.getValue()));
        }
    }

    private void readAttribute(String key, JsonNode value) {
        String field = ATTRIBUTES + "." + key;
        if (LeadFields.names().contains(key)) {
            fault(field, "reserved", "A lead has a field of this name already.");
        } else if (!Attributes.isKey(key)) {
            fault(ATTRIBUTES, "bad-key", "'" + key + "' can't be the key of an attribute: keys begin with a letter,"
                    + " hold letters, digits and underscores, and have at most " + Attributes.MAX_KEY_LENGTH
                    + " characters.");
        } else if (value.isNull()) {
            attributes.put(key, null);
        } else if (value.isTextual()) {
            readText(field, key, value.textValue());
        } else if (value.isBoolean()) {
            attributes.put(key, value.booleanValue());
        } else {
            Attributes.number(value).ifPresentOrElse(number -> attributes.put(key, number), () -> fault(field,
                    "invalid", "An attribute is text, true, false, or a number of up to " + Attributes.MAX_DIGITS
                            + " digits before and after the point."));
        }
    }

    private void readText(String field, String key, String text) {
        if (text.length() > Attributes.MAX_TEXT_LENGTH) {
            fault(field, "too-long", "At most " + Attributes.MAX_TEXT_LENGTH + " characters are kept here.");
        } else if (!PlainText.storable(text)) {
            fault(field, "invalid", "The text holds a character that can't be kept.");
        } else {
            attributes.put(key, text);
        }
    }

    /** The value of a text field: the one that the request gives, else the one that it has now. */
    @Nullable String text(String field, @Nullable String now) {
        return texts.containsKey(field) ? texts.get(field) : now;
    }

    /** The same for a field that always has a value: without one it goes back to {@code initial}. */
    String text(String field, String now, String initial) {
        String value = text(field, now);
        return value == null ? initial : value;
    }

    int score(int now) {
        return score == null ? now : score;
    }

    /**
     * The attributes after the request: keys that it names are set or, with null, removed; the others stay (RFC 7396).
     *
     * @throws Rejected where they would be too large together
     */
    Map<String, Object> attributes(Map<String, Object> now) {
        Map<String, Object> merged = clearsAttributes ? new LinkedHashMap<>() : new LinkedHashMap<>(now);
        attributes.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        if (!Attributes.fit(merged)) {
            throw new Rejected(FieldError.of(ATTRIBUTES, "too-large", "The attributes of a lead may be "
                    + Attributes.MAX_COUNT + " and take " + Attributes.MAX_BYTES + " bytes together."));
        }
        return Collections.unmodifiableMap(merged);
    }

    private void refuseFaults() {
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
    }

    private void fault(String field, String code, String message) {
        errors.add(FieldError.of(field, code, message));
    }
}
