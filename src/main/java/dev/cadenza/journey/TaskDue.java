package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.engine.EngineValue;
import java.time.Clock;
import java.util.Date;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** {@code ${taskDue}} of a person's task: as long after it was made as its step says. */
@EngineBean("taskDue")
class TaskDue implements EngineValue {

    private final CohortContext context;
    private final Clock clock;

    TaskDue(CohortContext context, Clock clock) {
        this.context = context;
        this.clock = clock;
    }

    @Override
    public Object value(DelegateExecution execution) {
        Step.HumanTask step = (Step.HumanTask) context.journey(execution).at(execution.getCurrentActivityId());
        return Date.from(clock.instant().plus(Objects.requireNonNull(step.due())));
    }
}
