package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The nodes behind the steps of a version, as the editor drew them. */
@Component
class NodeNames {

    private final JdbcClient jdbc;

    NodeNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param nodes id of the node, by step; @param names what people call the step */
    record Names(Map<String, String> nodes, Map<String, String> names) {

        @Nullable String node(String step) {
            return nodes.get(step);
        }

        String name(String step) {
            return Objects.requireNonNullElse(names.get(step), step);
        }
    }

    Names ofJourney(UUID journey) {
        String graph = jdbc.sql("select graph from workflow_version where journey_id = :journey")
                .param("journey", journey).query(String.class).optional().orElse("{}");
        List<Node> working = Graph.read(GraphText.read(graph), new Diagnoses()).nodes().values().stream()
                .filter(node -> node.type() != NodeType.TRIGGER).toList();
        Map<String, String> names = new HashMap<>();
        JsonNode plan = GraphText.read(jdbc.sql("select plan::text from journey where id = :journey")
                .param("journey", journey).query(String.class).single());
        plan.path("steps").forEach(step -> names.put(step.path("id").asText(), step.path("name").asText()));
        return new Names(new StepIds(working).origins(), names);
    }
}
