package dev.cadenza.card;

import dev.cadenza.engine.EngineBean;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The service tasks of {@code processes/business-card.bpmn}. */
final class BusinessCardDelegates {

    static final String CARD = "cardId";

    private BusinessCardDelegates() {
    }

    private static UUID card(DelegateExecution execution) {
        return UUID.fromString(String.valueOf(execution.getVariable(CARD)));
    }

    @EngineBean("queueCard")
    static class Queue implements JavaDelegate {

        private final CardSteps steps;

        Queue(CardSteps steps) {
            this.steps = steps;
        }

        @Override
        public void execute(DelegateExecution execution) {
            steps.queue(card(execution));
        }
    }

    @EngineBean("understandCard")
    static class Understand implements JavaDelegate {

        private final CardSteps steps;

        Understand(CardSteps steps) {
            this.steps = steps;
        }

        @Override
        public void execute(DelegateExecution execution) {
            execution.setVariable("cardSure", steps.understand(card(execution)));
        }
    }

    @EngineBean("leadOfCard")
    static class MakeLead implements JavaDelegate {

        private final CardSteps steps;

        MakeLead(CardSteps steps) {
            this.steps = steps;
        }

        @Override
        public void execute(DelegateExecution execution) {
            steps.makeLead(card(execution));
        }
    }
}
