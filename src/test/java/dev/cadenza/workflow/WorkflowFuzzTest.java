package dev.cadenza.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever somebody sends, the answer says what is wrong with it: never a 500. */
@CadenzaTest
class WorkflowFuzzTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of("id", "type", "data", "nodes", "edges", "source", "target",
            "sourceHandle", "position", "x", "duration", "timeout", "event", "key", "condition", "branches", "shares",
            "percent", "outcomes", "fields", "set", "points", "listId", "targetId", "kind", "url", "headers", "retry",
            "times", "every", "until", "time", "weekdays", "timezone", "triggerType", "cron", "channel", "subject",
            "body", "templateId", "role", "due", "label", "parentId", "all", "not", "field", "operator", "value");
    private static final List<String> TEXTS = List.of("", " ", "a", "1", "end", "start", "left", "\u0000", "\uD800",
            "a-way", "${x}", "P1D", "PT99999999999999H", "-P1D", "MONDAY", "EMAIL", "{{x", "{{firstName}}", "event",
            "schedule", "* * * * *", "https://example.com", "00000000-0000-0000-0000-000000000001", "CUSTOM", "true",
            "1e400", "2027-01-01T00:00:00Z", "Europe/Berlin", "x".repeat(300));

    @Autowired
    Marketing marketing;

    @Test
    void randomJsonNeverBreaksTheServer() {
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            ObjectNode body = JSON.objectNode();
            if (random.nextInt(4) > 0) {
                body.put("name", "Fuzz " + seed);
            }
            body.set(random.nextInt(5) == 0 ? "actions" : "graph", random.nextInt(6) == 0 ? any(random, 3)
                    : graph(random));
            if (random.nextInt(3) == 0) {
                body.set(List.of("settings", "triggers", "version").get(random.nextInt(3)), any(random, 2));
            }
            String sent = GraphText.of(body);

            Marketing.Answer checked = marketing.post("/api/v1/workflows/check", sent);
            Marketing.Answer created = marketing.post("/api/v1/workflows", sent);

            assertThat(checked.status()).as(body.toString()).isIn(200, 400, 422);
            assertThat(created.status()).as(body.toString()).isIn(201, 400, 422);
            if (created.status() == 201) {
                UUID id = created.id();
                assertThat(marketing.get("/api/v1/workflows/" + id).status()).isEqualTo(200);
                assertThat(marketing.get("/api/v1/workflows/" + id + "/bpmn").status()).isIn(200, 422);
                assertThat(marketing.post("/api/v1/workflows/" + id + "/activate", null).status()).as(body.toString())
                        .isIn(200, 422);
            }
        }
    }

    /** Much like a graph, so that it gets far. */
    private static JsonNode graph(Random random) {
        ObjectNode graph = JSON.objectNode();
        ArrayNode nodes = graph.putArray("nodes");
        for (int i = 0; i < random.nextInt(6); i++) {
            NodeType[] types = NodeType.values();
            ObjectNode node = nodes.addObject().put("id", random.nextInt(8) == 0 ? text(random) : "n" + i)
                    .put("type", types[random.nextInt(types.length)].word());
            node.set("data", random.nextInt(8) == 0 ? any(random, 2) : object(random, 3));
            if (random.nextBoolean()) {
                node.set("position", object(random, 1));
            }
        }
        ArrayNode edges = graph.putArray("edges");
        for (int i = 0; i < random.nextInt(8); i++) {
            edges.addObject().put("source", "n" + random.nextInt(6)).put("target", "n" + random.nextInt(6))
                    .set("sourceHandle", random.nextBoolean() ? JSON.nullNode() : JSON.textNode(text(random)));
        }
        return graph;
    }

    private static JsonNode any(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> random.nextBoolean() ? JSON.numberNode(random.nextInt()) : JSON.numberNode(random.nextDouble());
            case 3, 4 -> JSON.textNode(text(random));
            case 5 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = 0; i < random.nextInt(4); i++) {
                    array.add(any(random, depth - 1));
                }
                yield array;
            }
            default -> object(random, depth);
        };
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JSON.objectNode();
        for (int i = 0; i < random.nextInt(6); i++) {
            object.set(random.nextInt(9) == 0 ? text(random) : WORDS.get(random.nextInt(WORDS.size())),
                    any(random, depth - 1));
        }
        return object;
    }

    private static String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }
}
