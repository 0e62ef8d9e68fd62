package dev.cadenza.enrichment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.PlainText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads other people's JSON leniently: what is not there, or has another form, is nothing. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MOST = 200;
    private static final int LONGEST = 200;

    private Json() {
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode list(Collection<String> texts) {
        ArrayNode list = MAPPER.createArrayNode();
        texts.forEach(list::add);
        return list;
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** As text that the database can keep as {@code jsonb}: without NUL and half surrogate pairs. */
    static String text(JsonNode value) {
        try {
            return MAPPER.writeValueAsString(value).replaceAll("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000", "$1")
                    .replaceAll("[\\x{D800}-\\x{DFFF}]", "?");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree can always be written", impossible);
        }
    }

    static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored answer that is no JSON", broken);
        }
    }

    /** The first text that stands at one of these pointers. */
    static Optional<String> first(JsonNode node, String... pointers) {
        for (String pointer : pointers) {
            JsonNode value = node.at(pointer);
            if (value.isTextual() && !value.asText().isBlank() && PlainText.storable(value.asText())) {
                return Optional.of(value.asText().strip());
            }
        }
        return Optional.empty();
    }

    static void put(Map<String, String> fields, String field, Optional<String> value) {
        value.ifPresent(text -> fields.put(field, text));
    }

    /** The texts of lists at these pointers; of objects in them the name. */
    static List<String> texts(JsonNode node, String... pointers) {
        Set<String> texts = new LinkedHashSet<>();
        for (String pointer : pointers) {
            for (JsonNode entry : node.at(pointer)) {
                Optional<String> text = entry.isTextual() ? Optional.of(entry.asText())
                        : first(entry, "/name", "/skill/name", "/skill_name", "/title");
                text.map(String::strip).filter(word -> !word.isEmpty() && word.length() <= LONGEST
                        && PlainText.singleLine(word) && texts.size() < MOST).ifPresent(texts::add);
            }
        }
        return List.copyOf(texts);
    }

    static void profile(List<Map<String, String>> profiles, String network, Optional<String> url) {
        url.map(address -> address.contains("://") ? address : "https://" + address)
                .filter(address -> address.length() <= 1000 && profiles.size() < MOST)
                .filter(address -> profiles.stream().noneMatch(known -> address.equals(known.get("url"))))
                .ifPresent(address -> {
                    Map<String, String> profile = new LinkedHashMap<>();
                    profile.put("network", network);
                    profile.put("url", address);
                    profiles.add(profile);
                });
    }

    /** A number from 0 to 1 with two digits. */
    static @Nullable BigDecimal confidence(JsonNode value, int of) {
        if (!value.isNumber()) {
            return null;
        }
        double share = value.doubleValue() / of;
        return BigDecimal.valueOf(Math.min(1, Math.max(0, share))).setScale(2, RoundingMode.HALF_UP);
    }

    static List<Map<String, String>> profiles() {
        return new ArrayList<>();
    }
}
