package dev.cadenza.writer;

import dev.cadenza.engine.EngineBean;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The service tasks of {@code processes/draft-generation.bpmn}. */
final class GenerationDelegates {

    private GenerationDelegates() {
    }

    private static UUID campaign(DelegateExecution execution) {
        return UUID.fromString(String.valueOf(execution.getVariable("campaignId")));
    }

    /** Lets the generation go on after a wait. */
    @EngineBean("draftsGoOn")
    static class GoOn implements JavaDelegate {

        private final GenerationStore store;

        GoOn(GenerationStore store) {
            this.store = store;
        }

        @Override
        public void execute(DelegateExecution execution) {
            store.goOn(campaign(execution), GenerationState.RETRYING);
        }
    }

    /** Makes the failure an incident, once; who retries it in Cockpit lets the generation go on. */
    @EngineBean("draftsStuck")
    static class Stuck implements JavaDelegate {

        private final StuckGenerations stuck;

        Stuck(StuckGenerations stuck) {
            this.stuck = stuck;
        }

        @Override
        public void execute(DelegateExecution execution) {
            stuck.reportOrGoOn(campaign(execution));
        }
    }
}
