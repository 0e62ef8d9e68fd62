package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.access.Visibility;
import dev.cadenza.audience.Audiences;
import dev.cadenza.audience.Condition;
import dev.cadenza.audience.ConditionScope;
import dev.cadenza.compiler.Step;
import dev.cadenza.enrichment.Enrichments;
import dev.cadenza.problem.Rejected;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks up what nodes name: each thing that is not there is a diagnosis on its node. */
@Component
class Known {

    private final Audiences audiences;
    private final Enrichments enrichments;
    private final Visibility visibility;
    private final JdbcClient jdbc;

    Known(Audiences audiences, Enrichments enrichments, Visibility visibility, JdbcClient jdbc) {
        this.audiences = audiences;
        this.enrichments = enrichments;
        this.visibility = visibility;
        this.jdbc = jdbc;
    }

    void list(UUID list, NodeData data) {
        try {
            audiences.requireExists(list, null);
        } catch (Rejected unknown) {
            data.fault("listId", "unknown-list", "names a list that there is not");
        }
    }

    void source(String source, NodeData data) {
        if (!enrichments.knows(source)) {
            data.fault("source", "unknown-source", "names no active source of enrichment: " + source);
        }
    }

    void started(Step.StartJourney.Target kind, UUID target, NodeData data) {
        boolean campaign = kind == Step.StartJourney.Target.CAMPAIGN;
        boolean there = jdbc.sql("select exists (select 1 from " + (campaign ? "campaign" : "workflow")
                + " where id = :id)").param("id", target).query(Boolean.class).single() && visibility.sees(target);
        if (!there) {
            data.fault("targetId", campaign ? "unknown-campaign" : "unknown-workflow",
                    "names a " + (campaign ? "campaign" : "workflow") + " that there is not");
        }
    }

    /** The condition of a branch as it is stored; an empty one where it can't be read. */
    String condition(NodeData branch, StepIds ids) {
        Optional<JsonNode> condition = branch.object("condition");
        if (condition.isEmpty()) {
            branch.required("condition", null, "");
            return "{}";
        }
        try {
            JsonNode renamed = AnswerPaths.of(condition.get(), ids);
            Condition.parse(renamed, ConditionScope.PASSAGE, branch.path() + "condition");
            AnswerPaths.unknown(condition.get(), ids).forEach(node -> branch.fault("condition", "unknown-node",
                    "reads the answer of a node that there is not: " + node));
            return renamed.toString();
        } catch (Rejected refused) {
            refused.errors().forEach(error -> branch.diagnoses().add(branch.node().id(), error.field(),
                    "condition-" + error.code(), error.message()));
            return "{}";
        }
    }
}
