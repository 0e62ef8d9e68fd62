package dev.cadenza.engine;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;

/** A delegate that processes of tests may name. */
@EngineBean("harmless")
class HarmlessDelegate implements JavaDelegate, ExecutionListener, TaskListener {

    @Override
    public void execute(DelegateExecution execution) {
        execution.setVariable("ran", true);
    }

    @Override
    public void notify(DelegateExecution execution) {
        execution.setVariable("heard", true);
    }

    @Override
    public void notify(DelegateTask task) {
        task.setVariable("noticed", true);
    }

    /** What an expression must not get at. */
    public String getSecret() {
        return "secret";
    }
}
