package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what is written to a workflow. A graph may be wrong while it is drawn, but it must be one. */
final class WorkflowInput {

    private static final int MAX_NAME = 200;
    private static final int MAX_DESCRIPTION = 5_000;

    private WorkflowInput() {
    }

    /** @throws Rejected with all faults */
    static Workflow.Content check(Workflow.@Nullable Content before, WorkflowViews.Write write) {
        List<FieldError> faults = new ArrayList<>();
        String name = write.name() != null ? write.name().strip() : before == null ? null : before.name();
        String description = write.description() != null ? write.description()
                : before == null ? null : before.description();
        if (name == null || name.isBlank()) {
            faults.add(FieldError.required("name"));
        } else {
            text("name", name, MAX_NAME, faults);
        }
        if (description != null) {
            text("description", description, MAX_DESCRIPTION, faults);
        }
        JsonNode graph = graph(before, write, faults);
        WorkflowSettings old = before == null ? WorkflowSettings.DEFAULTS : before.settings();
        WorkflowSettings settings = old;
        if (write.settings() != null && write.settings().sendDays() != null
                && write.settings().sendDays().contains(null)) {
            faults.add(FieldError.of("settings.sendDays", "invalid", "A day of the week is missing."));
        } else {
            settings = old.with(write.settings());
            faults.addAll(settings.faults());
        }
        if (!faults.isEmpty() || name == null) {
            throw new Rejected(faults);
        }
        return new Workflow.Content(name, description, GraphText.of(graph), settings);
    }

    private static void text(String field, String text, int longest, List<FieldError> faults) {
        if (text.length() > longest) {
            faults.add(FieldError.of(field, "too-long", "It has at most " + longest + " characters."));
        } else if (Texts.unstorable(text)) {
            faults.add(FieldError.of(field, "unprintable", "It holds a character that is none."));
        }
    }

    private static JsonNode graph(Workflow.@Nullable Content before, WorkflowViews.Write write,
            List<FieldError> faults) {
        boolean actions = write.actions() != null && !write.actions().isNull();
        boolean drawn = write.graph() != null && !write.graph().isNull();
        if (actions && drawn) {
            faults.add(FieldError.of("actions", "not-both", "A workflow is a graph or a list of actions, not both."));
        }
        if (write.triggers() != null && !write.triggers().isNull() && (!actions || !write.triggers().isArray())) {
            faults.add(FieldError.of("triggers", "invalid",
                    "Triggers are a list beside a list of actions. Those of a graph are nodes of it."));
        }
        if (actions) {
            return ActionsForm.graph(write.triggers(), write.actions(), faults);
        }
        if (!drawn) {
            return before != null ? GraphText.read(before.graph())
                    : GraphText.read("{\"nodes\":[],\"edges\":[]}");
        }
        for (String list : new String[] {"nodes", "edges"}) {
            if (!write.graph().path(list).isArray()) {
                faults.add(FieldError.of("graph." + list, "required", "A graph has a list of " + list + "."));
            }
        }
        return write.graph();
    }
}
