package dev.cadenza.privacy;

import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts the process of retention where somebody asks for it; at night it starts by itself. */
@Component
class RetentionListener {

    private final RuntimeService runtime;

    RetentionListener(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @EventListener
    void on(RetentionController.Asked asked) {
        runtime.startProcessInstanceByMessage("retention-asked");
    }
}
