package dev.cadenza.outcome;

import dev.cadenza.engine.EngineBean;
import dev.cadenza.problem.Conflict;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/** Lets the task be completed when every message of its group is decided about. */
@EngineBean("unknownSettled")
class UnknownSettledDelegate implements TaskListener {

    private final UnknownGroups groups;

    UnknownSettledDelegate(UnknownGroups groups) {
        this.groups = groups;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID id = UUID.fromString((String) task.getVariable("unknownGroup"));
        long left = groups.get(id).unknown();
        if (left > 0) {
            throw new Conflict("undecided", left == 1 ? "One message is still undecided."
                    : left + " messages are still undecided.");
        }
        groups.close(id, true);
    }
}
