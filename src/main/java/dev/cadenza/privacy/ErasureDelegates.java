package dev.cadenza.privacy;

import dev.cadenza.engine.EngineBean;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The service tasks of {@code processes/erasure.bpmn}. */
final class ErasureDelegates {

    private ErasureDelegates() {
    }

    private static UUID erasure(DelegateExecution execution) {
        try {
            return UUID.fromString(String.valueOf(execution.getVariable("erasureId")));
        } catch (IllegalArgumentException malformed) {
            throw new Rejected(FieldError.required("erasureId"));
        }
    }

    @EngineBean("erasureStop")
    static class Stop implements JavaDelegate {

        private final Erasures erasures;

        Stop(Erasures erasures) {
            this.erasures = erasures;
        }

        @Override
        public void execute(DelegateExecution execution) {
            erasures.stop(erasure(execution));
        }
    }

    @EngineBean("erasureErase")
    static class Erase implements JavaDelegate {

        private final Erasures erasures;

        Erase(Erasures erasures) {
            this.erasures = erasures;
        }

        @Override
        public void execute(DelegateExecution execution) {
            execution.setVariable("inFlight", erasures.erase(erasure(execution)));
        }
    }
}
