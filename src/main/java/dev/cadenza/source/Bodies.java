package dev.cadenza.source;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads JSON of strangers. */
final class Bodies {

    /** Real payloads have 10 levels; what is deeper is made to hurt. */
    private static final int DEEPEST = 50;

    private Bodies() {
    }

    /** As the database can keep it. */
    static String text(ObjectMapper json, JsonNode tree) {
        try {
            return json.writeValueAsString(tree).replace('\0', ' ');
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree can always be written", impossible);
        }
    }

    /** @throws UnreadableData where it is no JSON, or deeper than anybody needs */
    static JsonNode json(ObjectMapper json, SourcePost post) {
        try (JsonParser parser = json.createParser(post.body())) {
            int depth = 0;
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > DEEPEST) {
                    throw new UnreadableData("The JSON has more than " + DEEPEST + " levels");
                }
            }
            JsonNode tree = json.readTree(post.body());
            if (tree == null || tree.isMissingNode()) {
                throw new UnreadableData("The body is empty");
            }
            return tree;
        } catch (IOException noJson) {
            throw new UnreadableData("The body is no JSON");
        }
    }
}
