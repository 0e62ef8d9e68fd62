package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;

/** The service tasks of {@code processes/double-opt-in.bpmn}. */
final class OptInDelegates {

    private static final String OPT_IN = "optInId";

    private OptInDelegates() {
    }

    private static UUID optIn(DelegateExecution execution) {
        return UUID.fromString(String.valueOf(execution.getVariable(OPT_IN)));
    }

    /** Sends the mail. Where somebody started the process itself, it has a lead and no opt-in yet. */
    @EngineBean("optInAsk")
    static class Ask implements JavaDelegate {

        private final OptIns optIns;

        Ask(OptIns optIns) {
            this.optIns = optIns;
        }

        @Override
        public void execute(DelegateExecution execution) {
            if (execution.getVariable(OPT_IN) == null) {
                UUID lead = id(execution, "leadId");
                if (lead == null) {
                    throw new Rejected(FieldError.required("leadId"));
                }
                UUID opened = optIns.open(new OptIns.Question(lead, ChannelType.EMAIL,
                        id(execution, "senderAccountId"), null, (String) execution.getVariable("askedBy")));
                execution.setVariable(OPT_IN, opened.toString());
                execution.setProcessBusinessKey(opened.toString());
                execution.removeVariable("leadId");
            }
            execution.setVariable("expiresAt",
                    Date.from(optIns.send(optIn(execution), execution.getProcessInstanceId())));
        }

        private static @Nullable UUID id(DelegateExecution execution, String variable) {
            Object value = execution.getVariable(variable);
            if (value == null || value.toString().isBlank()) {
                return null;
            }
            try {
                return UUID.fromString(value.toString().strip());
            } catch (IllegalArgumentException malformed) {
                throw new Rejected(FieldError.of(variable, "invalid", "'" + value + "' is no id."));
            }
        }
    }

    @EngineBean("optInRecord")
    static class Record implements JavaDelegate {

        private final OptIns optIns;

        Record(OptIns optIns) {
            this.optIns = optIns;
        }

        @Override
        public void execute(DelegateExecution execution) {
            optIns.record(optIn(execution));
        }
    }

    @EngineBean("optInExpire")
    static class Expire implements JavaDelegate {

        private final OptIns optIns;

        Expire(OptIns optIns) {
            this.optIns = optIns;
        }

        @Override
        public void execute(DelegateExecution execution) {
            optIns.expire(optIn(execution));
        }
    }
}
