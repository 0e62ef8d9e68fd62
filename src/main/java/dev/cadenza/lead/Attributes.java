package dev.cadenza.lead;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules of custom fields: a JSON object of text, numbers and truth values. Keys begin with a letter and go on with
 * letters, digits and underscores, so that they can stand in templates ({@code {{employees}}}) and conditions
 * ({@code attributes.employees}); the name of a known field is no key.
 */
public final class Attributes {

    public static final int MAX_COUNT = 100;
    public static final int MAX_KEY_LENGTH = 64;
    public static final int MAX_TEXT_LENGTH = 4_000;
    /** Of the whole object as JSON in UTF-8. */
    public static final int MAX_BYTES = 32_768;
    /** Digits of a number before and after its decimal point. */
    static final int MAX_DIGITS = 30;

    private static final Pattern KEY = Pattern.compile("\\p{L}[\\p{L}\\p{N}_]*");
    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {
    };
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Attributes() {
    }

    public static boolean isKey(String key) {
        return key.length() <= MAX_KEY_LENGTH && KEY.matcher(key).matches() && !LeadFields.names().contains(key);
    }

    /** A key for a column with this heading: {@code Number of Employees} becomes {@code numberOfEmployees}. */
    public static Optional<String> keyOf(String heading) {
        StringBuilder key = new StringBuilder();
        boolean capital = false;
        for (int c : PlainText.trim(heading).codePoints().toArray()) {
            if (Character.isLetter(c) || key.length() > 0 && (Character.isDigit(c) || c == '_')) {
                key.appendCodePoint(key.length() == 0 ? Character.toLowerCase(c)
                        : capital ? Character.toUpperCase(c) : c);
                capital = false;
            } else {
                capital = true;
            }
        }
        if (key.length() > MAX_KEY_LENGTH) {
            key.setLength(Character.isHighSurrogate(key.charAt(MAX_KEY_LENGTH - 1)) ? MAX_KEY_LENGTH - 1
                    : MAX_KEY_LENGTH);
        }
        return Optional.of(key.toString()).filter(Attributes::isKey);
    }

    /** The number that stands in JSON, where its plain notation is short enough to be kept and compared. */
    public static Optional<BigDecimal> number(JsonNode json) {
        if (!json.isNumber() || json.isFloatingPointNumber() && !Double.isFinite(json.doubleValue())) {
            return Optional.empty();
        }
        BigDecimal number = json.decimalValue();
        return Math.abs((long) number.scale()) <= MAX_DIGITS
                && (long) number.precision() - number.scale() <= MAX_DIGITS ? Optional.of(number) : Optional.empty();
    }

    /** True where all attributes together are small enough to be kept. */
    public static boolean fit(Map<String, Object> attributes) {
        return attributes.size() <= MAX_COUNT
                && toJson(attributes).getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    public static String toJson(Map<String, Object> attributes) {
        try {
            return JSON.writeValueAsString(attributes);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("Attributes that are no JSON", impossible);
        }
    }

    /** Reads what {@link #toJson} wrote. Numbers keep their notation; a null is no attribute. */
    public static Map<String, Object> fromJson(String json) {
        if (json.equals("{}")) {
            return Map.of();
        }
        try {
            Map<String, Object> attributes = JSON.readValue(json, OBJECT);
            attributes.values().removeIf(Objects::isNull);
            return attributes;
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Stored attributes that are no JSON object", broken);
        }
    }
}
