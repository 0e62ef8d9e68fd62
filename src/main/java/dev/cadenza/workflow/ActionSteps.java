package dev.cadenza.workflow;

import dev.cadenza.compiler.Step;
import dev.cadenza.lead.LeadChanges;
import dev.cadenza.problem.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the steps of nodes that change something, and says which of the things they name are not there. */
final class ActionSteps {

    private final NodeSteps steps;
    private final StepIds ids;
    private final Known known;

    ActionSteps(NodeSteps steps, StepIds ids, Known known) {
        this.steps = steps;
        this.ids = ids;
        this.known = known;
    }

    /** New values, points, or both: then one step after the other. */
    List<Step> updateLead(Node node, NodeData data) {
        String next = steps.next(node, Handles.NEXT);
        Map<String, @Nullable String> set = data.map("set");
        set.forEach((field, value) -> {
            FieldError error = LeadChanges.check(field, value);
            if (error != null) {
                data.fault("set." + field, error.code(), "is not right: " + error.message());
            }
        });
        int points = data.integer("points");
        if (points == 0) {
            return List.of(new Step.UpdateLead(steps.id(node), node.name(), set, next));
        }
        if (set.isEmpty()) {
            return List.of(new Step.Score(steps.id(node), node.name(), points, next));
        }
        String score = ids.points(node);
        return List.of(new Step.UpdateLead(steps.id(node), node.name(), set, score),
                new Step.Score(score, (points > 0 ? "+" : "") + points + " points", points, next));
    }

    Step list(Node node, NodeData data) {
        UUID list = data.requiredUuid("listId");
        String operation = Objects.requireNonNullElse(data.text("operation"), "add").toLowerCase(Locale.ROOT);
        if (!List.of("add", "remove").contains(operation)) {
            data.fault("operation", "invalid", "must be add or remove");
        }
        known.list(list, data);
        return new Step.ChangeList(steps.id(node), node.name(), list, operation.equals("add"),
                steps.next(node, Handles.NEXT));
    }

    Step enrich(Node node, NodeData data) {
        String source = data.requiredText("source");
        if (!source.isEmpty()) {
            known.source(source, data);
        }
        return new Step.Enrich(steps.id(node), node.name(), source, data.flag("overwrite"),
                steps.next(node, Handles.NEXT));
    }

    Step webhook(Node node, NodeData data) {
        Map<String, String> headers = new LinkedHashMap<>();
        data.map("headers").forEach((name, value) -> headers.put(name, value == null ? "" : value));
        return new Step.CallWebhook(steps.id(node), node.name(), data.requiredText("url"),
                Objects.requireNonNullElse(data.text("method"), "POST").toUpperCase(Locale.ROOT), headers,
                data.text("body"), steps.next(node, Handles.NEXT));
    }

    Step start(Node node, NodeData data) {
        Step.StartJourney.Target kind = data.required("kind", data.word("kind", Step.StartJourney.Target.class),
                Step.StartJourney.Target.WORKFLOW);
        UUID target = data.requiredUuid("targetId");
        known.started(kind, target, data);
        return new Step.StartJourney(steps.id(node), node.name(), kind, target, steps.next(node, Handles.NEXT));
    }
}
