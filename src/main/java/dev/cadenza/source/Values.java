package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.Addresses;
import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.LeadFill;
import dev.cadenza.lead.LeadProperties;
import dev.cadenza.lead.LeadValues;
import dev.cadenza.lead.PlainText;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Values out of other people's JSON, in the forms that are kept; what can't be kept is left out. */
@Component
class Values {

    private static final int LONGEST_TEXT = 500;
    private static final int MOST_FIELDS = 60;
    private static final int DEEPEST = 3;
    private static final int LONGEST_PATH = 300;
    private static final Duration FUTURE = Duration.ofHours(24);
    private static final long MILLIS_FROM = 100_000_000_000L;

    private final @Nullable String region;

    Values(LeadProperties properties) {
        this.region = properties.defaultRegion();
    }

    @Nullable String email(@Nullable String raw) {
        return raw == null ? null : Addresses.email(raw).orElse(null);
    }

    @Nullable String phone(@Nullable String raw) {
        return raw == null ? null : Addresses.phone(raw, region).orElse(null);
    }

    /** Puts a value where it fits: into a field of the lead, or with {@code attributes.} in front into an attribute. */
    void put(String target, @Nullable JsonNode value, Map<String, String> fields, Map<String, Object> attributes) {
        if (value == null || value.isNull() || value.isMissingNode() || value.isContainerNode()) {
            return;
        }
        if (target.startsWith("attributes.")) {
            attribute(target.substring("attributes.".length()), value, attributes);
        } else if (target.equals("name")) {
            name(value.asText(), fields);
        } else if (LeadFill.fills(target)) {
            String checked = LeadValues.check(target, value.asText(), region).value();
            if (checked != null) {
                fields.put(target, checked);
            }
        }
    }

    private static void attribute(String key, JsonNode value, Map<String, Object> attributes) {
        if (!Attributes.isKey(key)) {
            return;
        }
        if (value.isBoolean()) {
            attributes.put(key, value.booleanValue());
        } else if (value.isNumber()) {
            Attributes.number(value).ifPresent(number -> attributes.put(key, number));
        } else if (PlainText.storable(value.asText()) && !value.asText().isBlank()) {
            attributes.put(key, cut(value.asText().strip()));
        }
    }

    private void name(String whole, Map<String, String> fields) {
        String name = PlainText.trim(whole);
        int space = name.indexOf(' ');
        put("firstName", JsonNodeFactory.instance.textNode(space < 0 ? name : name.substring(0, space)), fields,
                Map.of());
        if (space > 0) {
            put("lastName", JsonNodeFactory.instance.textNode(name.substring(space + 1)), fields, Map.of());
        }
    }

    /** ISO 8601, or seconds, milliseconds or microseconds since 1970; no time that is still to come. */
    static Instant time(@Nullable JsonNode value, Instant otherwise) {
        Instant read = value == null ? null : read(value);
        return read == null || read.isAfter(otherwise.plus(FUTURE)) || read.isBefore(Instant.EPOCH) ? otherwise
                : read.isAfter(otherwise) ? otherwise : read;
    }

    private static @Nullable Instant read(JsonNode value) {
        try {
            if (value.isNumber() || value.isTextual() && value.asText().matches("\\d{9,17}")) {
                long number = value.asLong();
                return number < MILLIS_FROM ? Instant.ofEpochSecond(number)
                        : number < MILLIS_FROM * 1000 ? Instant.ofEpochMilli(number)
                        : Instant.ofEpochMilli(number / 1000);
            }
            return value.isTextual() ? OffsetDateTime.parse(value.asText().strip()).toInstant() : null;
        } catch (DateTimeException | ArithmeticException noTime) {
            return null;
        }
    }

    /** The path of a page, by which visits are told apart. */
    static String path(@Nullable String url) {
        if (url == null || url.isBlank()) {
            return "/";
        }
        try {
            String path = new URI(url.strip()).getPath();
            String clean = path == null || path.isEmpty() ? "/" : path.replaceAll("\\p{Cntrl}", "");
            return clean.length() > LONGEST_PATH ? clean.substring(0, LONGEST_PATH) : clean;
        } catch (URISyntaxException noAddress) {
            return "/";
        }
    }

    /** A word that can be a key: one line, not too long. */
    static Optional<String> word(@Nullable JsonNode value) {
        String text = value == null || value.isContainerNode() ? "" : value.asText().replaceAll("\\p{Cntrl}", " ")
                .strip();
        return text.isEmpty() || !PlainText.storable(text) || value == null || value.isNull() ? Optional.empty()
                : Optional.of(text.length() > 100 ? text.substring(0, 100) : text);
    }

    static @Nullable String text(JsonNode value) {
        return value.isValueNode() && !value.isNull() && !value.asText().isBlank() ? value.asText() : null;
    }

    /** An amount as a number, whatever form it has. */
    static @Nullable BigDecimal amount(@Nullable JsonNode value) {
        if (value == null || !(value.isNumber() || value.isTextual())) {
            return null;
        }
        String text = value.asText().strip();
        return text.matches("-?\\d{1,18}(\\.\\d{1,10})?") ? new BigDecimal(text) : null;
    }

    /** What conditions may read of it: not deep, not long, storable. */
    static ObjectNode small(JsonNode value) {
        JsonNode copy = small(value, DEEPEST);
        return copy instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode().set("value", copy);
    }

    private static @Nullable JsonNode small(JsonNode value, int depth) {
        if (value.isObject() && depth > 0) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            value.properties().stream().limit(MOST_FIELDS).forEach(field -> {
                JsonNode kept = small(field.getValue(), depth - 1);
                if (kept != null && PlainText.storable(field.getKey())) {
                    copy.set(cut(field.getKey()), kept);
                }
            });
            return copy;
        }
        if (value.isArray() && depth > 0) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < Math.min(value.size(), 20); i++) {
                JsonNode kept = small(value.get(i), depth - 1);
                if (kept != null) {
                    copy.add(kept);
                }
            }
            return copy;
        }
        if (value.isNumber()) {
            return Attributes.number(value).<JsonNode>map(number -> value).orElse(null);
        }
        return value.isTextual() ? JsonNodeFactory.instance.textNode(cut(value.asText().replace('\0', ' ')))
                : value.isBoolean() ? value : null;
    }

    private static String cut(String text) {
        String storable = PlainText.storable(text) ? text : text.replaceAll("[\\x{D800}-\\x{DFFF}\\x00]", "?");
        return storable.length() <= LONGEST_TEXT ? storable
                : storable.substring(0, storable.offsetByCodePoints(0, storable.codePointCount(0, LONGEST_TEXT) - 1));
    }
}
