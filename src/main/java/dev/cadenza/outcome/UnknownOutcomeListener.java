package dev.cadenza.outcome;

import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Asks a person about a group of messages, and takes the question back when everything is settled. */
@Component
class UnknownOutcomeListener {

    static final String PROCESS = "settle-unknown";

    private final RuntimeService runtime;

    UnknownOutcomeListener(RuntimeService runtime) {
        this.runtime = runtime;
    }

    @EventListener
    void on(UnknownGroups.Opened opened) {
        UnknownGroups.View group = opened.group();
        runtime.startProcessInstanceByKey(PROCESS, group.id().toString(), Map.of("unknownGroup",
                group.id().toString(), "unknownName", group.unknown() + " " + group.name()));
    }

    @EventListener
    void on(UnknownGroups.Closed closed) {
        runtime.createMessageCorrelation("unknown-settled").processInstanceBusinessKey(closed.groupId().toString())
                .correlateAll();
    }
}
