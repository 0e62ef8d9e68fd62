package dev.cadenza.trigger;

import dev.cadenza.engine.EngineBean;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;

/**
 * A turn of the process {@code scheduled-entry}: the next leads of the segment or list come in. The last turn starts the
 * instance that waits for the next time, counted from now: times that were missed while nothing ran, or while this one
 * ran, are not made up for.
 */
@EngineBean("scheduledEntry")
class ScheduledEntryDelegate implements JavaDelegate {

    private final ScheduleTurn turn;

    ScheduledEntryDelegate(ScheduleTurn turn) {
        this.turn = turn;
    }

    @Override
    public void execute(DelegateExecution execution) {
        String workflow = (String) execution.getVariable("workflowId");
        String node = (String) execution.getVariable("triggerNode");
        String after = (String) execution.getVariable("afterLead");
        ScheduleTurn.Turn done = turn.next(UUID.fromString(workflow), node, id(after),
                ((Date) execution.getVariable("fireAt")).toInstant());
        execution.setVariable("afterLead", done.last() == null ? null : done.last().toString());
        execution.setVariable("moreToAsk", done.more());
        Object entered = execution.getVariable("entered");
        execution.setVariable("entered", (entered instanceof Long before ? before : 0L) + done.entered());
        Optional.ofNullable(done.nextTime()).filter(next -> !done.more()).ifPresent(next ->
                ScheduledEntryListener.start(execution.getProcessEngineServices().getRuntimeService(), workflow,
                        new ScheduledEntries.Schedule(node, next)));
    }

    private static @Nullable UUID id(@Nullable String text) {
        return text == null ? null : UUID.fromString(text);
    }
}
