package dev.cadenza.trigger;

import dev.cadenza.access.Visibility;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import dev.cadenza.trigger.TriggerTarget.Entered;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;

/**
 * The step of {@code processes/workflow-entry.bpmn}: leads that a program sends in over the engine's own REST come to the
 * same entrance as all others. Variables: {@code workflowId}; {@code leadIds}, ids with commas between them; perhaps
 * {@code triggerNode}. It says how many came in ({@code entered}) and who did not ({@code refused}).
 */
@EngineBean("workflowEntry")
class WorkflowEntryDelegate implements JavaDelegate {

    static final int MOST_LEADS = 500;
    private static final String BY_HAND = "manual";
    private static final int LONGEST_ANSWER = 3500;

    private final EntryGate gate;
    private final Visibility visibility;

    WorkflowEntryDelegate(EntryGate gate, Visibility visibility) {
        this.gate = gate;
        this.visibility = visibility;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID workflow = id("workflowId", execution.getVariable("workflowId"));
        visibility.require("workflow", workflow);
        Object node = execution.getVariable("triggerNode");
        Entered result = gate.byHand(workflow, node instanceof String name ? name : BY_HAND,
                ids(execution.getVariable("leadIds")));
        execution.setVariable("entered", result.entered().size());
        String refused = result.refused().toString();
        execution.setVariable("refused", refused.length() > LONGEST_ANSWER ? refused.substring(0, LONGEST_ANSWER)
                : refused);
    }

    private static List<UUID> ids(@Nullable Object value) {
        if (!(value instanceof String text) || text.isBlank()) {
            throw new Rejected(FieldError.required("leadIds"));
        }
        List<String> words = Arrays.asList(text.strip().split("\\s*,\\s*"));
        if (words.size() > MOST_LEADS) {
            throw new Rejected(FieldError.of("leadIds", "too-many", "At most " + MOST_LEADS + " leads at once."));
        }
        return words.stream().map(word -> id("leadIds", word)).distinct().toList();
    }

    private static UUID id(String field, @Nullable Object value) {
        try {
            if (value instanceof String text && text.strip().length() == 36) {
                return UUID.fromString(text.strip());
            }
        } catch (IllegalArgumentException noId) {
            // Reported below, like everything else that is no id.
        }
        throw new Rejected(FieldError.of(field, "invalid", "'" + value + "' is no id."));
    }
}
