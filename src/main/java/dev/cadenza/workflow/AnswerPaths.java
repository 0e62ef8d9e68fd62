package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Conditions name the nodes whose answers they read as the editor does; what runs knows them by their steps. */
final class AnswerPaths {

    private static final String ANSWERS = "answers.";

    private AnswerPaths() {
    }

    /** The condition with {@code answers.NODE.…} as {@code answers.STEP.…}, in all its parts. */
    static JsonNode of(JsonNode condition, StepIds ids) {
        if (condition.isArray()) {
            ArrayNode parts = JsonNodeFactory.instance.arrayNode();
            condition.forEach(part -> parts.add(of(part, ids)));
            return parts;
        }
        if (!condition.isObject()) {
            return condition;
        }
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        condition.fields().forEachRemaining(entry -> renamed.set(entry.getKey(),
                entry.getKey().equals("field") && entry.getValue().isTextual()
                        ? JsonNodeFactory.instance.textNode(field(entry.getValue().textValue(), ids))
                        : of(entry.getValue(), ids)));
        return renamed;
    }

    private static String field(String field, StepIds ids) {
        int end = field.indexOf('.', ANSWERS.length());
        if (!field.startsWith(ANSWERS) || end < 0) {
            return field;
        }
        String node = field.substring(ANSWERS.length(), end);
        String step = ids.orNull(node);
        return step == null ? field : ANSWERS + step + field.substring(end);
    }
}
