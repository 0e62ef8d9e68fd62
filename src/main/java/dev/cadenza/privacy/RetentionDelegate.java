package dev.cadenza.privacy;

import dev.cadenza.engine.EngineBean;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The service task of {@code processes/retention.bpmn}. */
@EngineBean("retentionTurn")
class RetentionDelegate implements JavaDelegate {

    private final Retention retention;

    RetentionDelegate(Retention retention) {
        this.retention = retention;
    }

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable("moreToRemove", retention.turn());
    }
}
