package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    /** Nodes whose answers the condition reads and that there are not: it would never hold. */
    static Set<String> unknown(JsonNode condition, StepIds ids) {
        Set<String> unknown = new TreeSet<>();
        condition.findValues("field").stream().filter(JsonNode::isTextual).map(field -> node(field.textValue()))
                .flatMap(Optional::stream).filter(node -> ids.orNull(node) == null && !ids.origins().containsKey(node))
                .forEach(unknown::add);
        return unknown;
    }

    private static String field(String field, StepIds ids) {
        return node(field).map(node -> ids.orNull(node) == null ? field
                : ANSWERS + ids.orNull(node) + field.substring(ANSWERS.length() + node.length())).orElse(field);
    }

    private static Optional<String> node(String field) {
        int end = field.indexOf('.', ANSWERS.length());
        return field.startsWith(ANSWERS) && end >= 0 ? Optional.of(field.substring(ANSWERS.length(), end))
                : Optional.empty();
    }
}
