package dev.cadenza.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;

/** Lets forms have fields and words: no markup of their own, and nothing that is loaded from elsewhere. */
final class FormCheck {

    private static final Set<String> REFUSED = Set.of("html", "iframe", "documentPreview", "expression", "script");
    private static final ObjectMapper JSON = new ObjectMapper();

    private FormCheck() {
    }

    /** @throws BadUserRequestException naming the field */
    static void check(String resource, byte[] content) {
        try {
            check(resource, JSON.readTree(content));
        } catch (IOException unreadable) {
            throw new BadUserRequestException("Refused: " + resource + " is no form in JSON.");
        }
    }

    private static void check(String resource, JsonNode node) {
        if (node.isObject()) {
            String type = node.path("type").asText();
            String field = node.path("key").asText(node.path("id").asText());
            if (REFUSED.contains(type)) {
                throw refused(resource, field, "is of type " + type);
            }
            String source = node.path("source").asText("") + node.path("url").asText("");
            if (type.equals("image") && !source.isBlank()) {
                throw refused(resource, field, "loads " + source);
            }
            if (type.equals("text") && node.path("text").asText().matches("(?is).*<\\s*(script|iframe|object|embed|svg|"
                    + "img|link|style|form|base|meta)\\b.*|.*\\bon\\w+\\s*=.*|.*javascript:.*")) {
                throw refused(resource, field, "holds markup that runs");
            }
        }
        node.forEach(child -> check(resource, child));
    }

    private static BadUserRequestException refused(String resource, String field, String what) {
        return new BadUserRequestException("Refused: the field '" + field + "' of " + resource + " " + what + ".");
    }
}
