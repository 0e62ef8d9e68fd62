package dev.cadenza.privacy;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts the process of an erasure. */
@Component
class ErasureListener {

    private final RuntimeService runtime;

    ErasureListener(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @EventListener
    void on(Erasures.Asked asked) {
        String id = asked.erasureId().toString();
        runtime.startProcessInstanceByKey("erasure", id, Map.of("erasureId", id));
    }
}
