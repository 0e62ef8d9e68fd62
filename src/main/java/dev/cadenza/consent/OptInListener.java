package dev.cadenza.consent;

import java.util.Map;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.RuntimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells the engine about opt-ins. */
@Component
class OptInListener {

    private static final Logger LOG = LoggerFactory.getLogger(OptInListener.class);
    private static final String PROCESS = "double-opt-in";

    private final RuntimeService runtime;

    OptInListener(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @EventListener
    void on(OptInEvents.Opened opened) {
        String id = opened.optInId().toString();
        runtime.startProcessInstanceByKey(PROCESS, id, Map.of("optInId", id));
    }

    @EventListener
    void on(OptInEvents.Confirmed confirmed) {
        try {
            runtime.createMessageCorrelation("opt-in-confirmed").processInstanceId(confirmed.processInstanceId())
                    .correlate();
        } catch (MismatchingMessageCorrelationException gone) {
            LOG.info("The process of opt-in {} has ended; its answer counts nevertheless", confirmed.optInId());
        }
    }

    @EventListener
    void on(OptInEvents.Dropped dropped) {
        if (runtime.createProcessInstanceQuery().processInstanceId(dropped.processInstanceId()).count() > 0) {
            runtime.deleteProcessInstance(dropped.processInstanceId(), "The lead was erased");
        }
    }
}
