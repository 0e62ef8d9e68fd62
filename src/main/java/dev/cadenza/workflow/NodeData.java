package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of a node. What is not there is null, and the rules of the compiler say whether that is a fault; what
 * is there and can't be read is a diagnosis here.
 */
record NodeData(Node node, JsonNode json, String path, Diagnoses diagnoses) {

    static NodeData of(Node node, Diagnoses diagnoses) {
        return new NodeData(node, node.data(), "", diagnoses);
    }

    /** Null where it is missing or blank. */
    @Nullable String text(String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isValueNode()) {
            fault(field, "invalid", "must be a text");
            return null;
        }
        String text = value.asText();
        return text.isBlank() ? null : text;
    }

    /** A text that is read further; what its parser refuses is a diagnosis. */
    <T> @Nullable T parsed(String field, Function<String, T> parser, String what) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return parser.apply(text.strip());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException unreadable) {
            fault(field, "invalid", "must be " + what);
            return null;
        }
    }

    @Nullable UUID uuid(String field) {
        return parsed(field, UUID::fromString, "an id");
    }

    @Nullable Duration duration(String field) {
        return parsed(field, Duration::parse, "a duration such as PT4H or P3D (ISO 8601)");
    }

    /** Empty, and a diagnosis, where it is missing. */
    String requiredText(String field) {
        return required(field, text(field), "");
    }

    UUID requiredUuid(String field) {
        return required(field, uuid(field), new UUID(0, 0));
    }

    Duration requiredDuration(String field) {
        return required(field, duration(field), Duration.ofDays(1));
    }

    /** @param instead what stands for what is missing, so that the rest can be looked at */
    <T> T required(String field, @Nullable T value, T instead) {
        if (value == null && !diagnoses.has(node.id(), path + field)) {
            fault(field, "required", "is missing");
        }
        return value == null ? instead : value;
    }

    <E extends Enum<E>> @Nullable E word(String field, Class<E> type) {
        return parsed(field, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)),
                "one of " + Arrays.toString(type.getEnumConstants()));
    }

    /** 0 where it is missing. */
    int integer(String field) {
        Integer value = parsed(field, text -> new BigDecimal(text).intValueExact(), "a whole number");
        return value == null ? 0 : value;
    }

    boolean flag(String field) {
        JsonNode value = json.path(field);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            fault(field, "invalid", "must be true or false");
        }
        return value.asBoolean(false);
    }

    /** The objects of a list, each as data of its own. */
    List<NodeData> each(String field) {
        JsonNode list = json.path(field);
        List<NodeData> each = new ArrayList<>();
        if (list.isMissingNode() || list.isNull()) {
            return each;
        }
        for (int i = 0; i < list.size() && list.isArray(); i++) {
            if (list.get(i).isObject()) {
                each.add(new NodeData(node, list.get(i), path + field + "[" + i + "].", diagnoses));
            } else {
                fault(field + "[" + i + "]", "invalid", "must be an object");
            }
        }
        if (!list.isArray()) {
            fault(field, "invalid", "must be a list");
        }
        return each;
    }

    /** The texts of a list. */
    List<String> texts(String field) {
        JsonNode list = json.path(field);
        List<String> texts = new ArrayList<>();
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            fault(field, "invalid", "must be a list");
            return texts;
        }
        for (JsonNode value : list) {
            if (value.isValueNode() && !value.isNull()) {
                texts.add(value.asText());
            } else {
                fault(field, "invalid", "must be a list of texts");
                return texts;
            }
        }
        return texts;
    }

    /** An object of texts; null is kept as null. */
    Map<String, @Nullable String> map(String field) {
        JsonNode object = json.path(field);
        Map<String, @Nullable String> map = new LinkedHashMap<>();
        if (!object.isMissingNode() && !object.isNull() && !object.isObject()) {
            fault(field, "invalid", "must be an object");
        }
        object.fields().forEachRemaining(entry -> {
            if (entry.getValue().isValueNode()) {
                map.put(entry.getKey(), entry.getValue().isNull() ? null : entry.getValue().asText());
            } else {
                fault(field + "." + entry.getKey(), "invalid", "must be a text");
            }
        });
        return map;
    }

    /** Part of the data as it is. */
    Optional<JsonNode> object(String field) {
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    void fault(String field, String code, String sentence) {
        diagnoses.add(node.id(), path + field, code,
                "The field " + path + field + " of " + node.quoted() + " " + sentence + ".");
    }
}
