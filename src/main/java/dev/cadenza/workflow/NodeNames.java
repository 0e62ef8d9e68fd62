package dev.cadenza.workflow;

import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The nodes behind the steps of versions, as the editor knows them. */
@Component
class NodeNames {

    private final JdbcClient jdbc;

    NodeNames(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param byStep id of the node that a step was made of */
    record Nodes(Map<String, String> byStep) {

        String of(String step) {
            return byStep.getOrDefault(step, step);
        }
    }

    Nodes of(UUID workflow, int version) {
        String graph = jdbc.sql("select graph from workflow_version where workflow_id = :id and version = :version")
                .param("id", workflow).param("version", version).query(String.class).optional().orElse("{}");
        return new Nodes(new StepIds(Graph.read(GraphText.read(graph), new Diagnoses()).nodes().values().stream()
                .filter(node -> node.type() != NodeType.TRIGGER).toList()).origins());
    }
}
