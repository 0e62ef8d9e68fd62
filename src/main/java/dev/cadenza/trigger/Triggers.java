package dev.cadenza.trigger;

import dev.cadenza.problem.FieldError;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The triggers of active workflows. */
@Component
public class Triggers {

    /** What is wrong with a trigger; fields are relative to its config. Empty where nothing is. */
    public List<FieldError> check(TriggerSpec spec) {
        throw new UnsupportedOperationException("still to come");
    }

    /** These are the workflow's triggers from now on, in the caller's transaction. */
    public void replace(UUID workflowId, List<TriggerSpec> triggers) {
        throw new UnsupportedOperationException("still to come");
    }

    /** The workflow starts nothing any more. */
    public void remove(UUID workflowId) {
        throw new UnsupportedOperationException("still to come");
    }
}
