package dev.cadenza.writer;

import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Moves the processes of generations along with what happens to them. */
@Component
class GenerationListener {

    private static final String PROCESS = "draft-generation";

    private final RuntimeService runtime;

    GenerationListener(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @EventListener
    void on(GenerationEvents.Asked asked) {
        String id = asked.campaignId().toString();
        runtime.startProcessInstanceByKey(PROCESS, id, Map.of("campaignId", id));
    }

    @EventListener
    void on(GenerationEvents.Halted halted) {
        withProcess(halted.campaignId());
        Map<String, Object> variables = new HashMap<>();
        variables.put("generationState", halted.state().name());
        variables.put("retryAt", halted.retryAt() == null ? null : Date.from(halted.retryAt()));
        runtime.createMessageCorrelation("drafts-halted").processInstanceBusinessKey(halted.campaignId().toString())
                .setVariables(variables).correlate();
    }

    @EventListener
    void on(GenerationEvents.CapRaised raised) {
        runtime.createMessageCorrelation("token-cap-raised")
                .processInstanceBusinessKey(raised.campaignId().toString()).correlate();
    }

    /** A process that somebody deleted in Cockpit would leave a campaign that is never ready: there is a new one. */
    private void withProcess(UUID campaignId) {
        if (runtime.createProcessInstanceQuery().processInstanceBusinessKey(campaignId.toString(),
                PROCESS).count() == 0) {
            on(new GenerationEvents.Asked(campaignId));
        }
    }

    @EventListener
    void on(GenerationEvents.Discarded discarded) {
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(discarded.campaignId().toString(),
                PROCESS).list()
                .forEach(instance -> runtime.deleteProcessInstanceIfExists(instance.getId(),
                        "The drafts were discarded",
                        true, true, true, true));
    }
}
