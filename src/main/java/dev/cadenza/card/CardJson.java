package dev.cadenza.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Fields and lines of cards as JSON and back. */
@Component
class CardJson {

    private final ObjectMapper json;

    CardJson(ObjectMapper json) {
        this.json = json;
    }

    Map<String, Object> tree(CardFields fields) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (CardField field : CardField.values()) {
            fields.get(field).ifPresent(value -> tree.put(field.key(), value));
        }
        tree.put("phones", fields.phones());
        return tree;
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("What was read can't be written", impossible);
        }
    }

    JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Stored JSON that is none", broken);
        }
    }

    CardFields fields(String text) {
        JsonNode tree = read(text);
        Map<CardField, FieldValue> values = new EnumMap<>(CardField.class);
        for (CardField field : CardField.values()) {
            JsonNode value = tree.path(field.key());
            if (value.isObject()) {
                values.put(field, new FieldValue(value.path("value").asText(), value.path("confidence").asDouble(),
                        Source.valueOf(value.path("source").asText())));
            }
        }
        List<Phone> phones = new ArrayList<>();
        tree.path("phones").forEach(phone -> phones.add(new Phone(phone.path("number").asText(),
                Phone.Kind.valueOf(phone.path("kind").asText()), phone.path("confidence").asDouble(),
                Source.valueOf(phone.path("source").asText()))));
        return new CardFields(values, phones);
    }

    List<String> codes(JsonNode raw) {
        List<String> codes = new ArrayList<>();
        raw.path("codes").forEach(code -> codes.add(code.asText()));
        return codes;
    }

    List<Line> lines(JsonNode raw) {
        List<Line> lines = new ArrayList<>();
        raw.path("lines").forEach(line -> {
            List<Word> words = new ArrayList<>();
            line.path("words").forEach(word -> {
                JsonNode box = word.path("box");
                words.add(new Word(word.path("text").asText(), word.path("confidence").asDouble(), box.path(0).asInt(),
                        box.path(1).asInt(), box.path(2).asInt(), box.path(3).asInt()));
            });
            lines.add(new Line(words));
        });
        return lines;
    }
}
