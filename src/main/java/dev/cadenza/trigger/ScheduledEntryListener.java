package dev.cadenza.trigger;

import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Keeps one instance of {@code processes/scheduled-entry.bpmn} waiting for each schedule of an active workflow. */
@Component
class ScheduledEntryListener {

    static final String PROCESS = "scheduled-entry";

    private final RuntimeService runtime;

    ScheduledEntryListener(RuntimeService runtime) {
        this.runtime = runtime;
    }

    /** Instances of schedules before end, also one that is letting leads in: its workflow has changed. */
    @EventListener
    void on(ScheduledEntries scheduled) {
        String workflow = scheduled.workflowId().toString();
        List<ProcessInstance> before = runtime.createProcessInstanceQuery().processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(workflow).list();
        Set<String> ids = new HashSet<>();
        before.forEach(instance -> ids.add(instance.getId()));
        ids.forEach(id -> runtime.deleteProcessInstance(id, "The schedule has changed"));
        scheduled.schedules().forEach(schedule -> start(runtime, workflow, schedule));
    }

    static void start(RuntimeService runtime, String workflow, ScheduledEntries.Schedule schedule) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("workflowId", workflow);
        variables.put("triggerNode", schedule.node());
        variables.put("fireAt", Date.from(schedule.next()));
        runtime.startProcessInstanceByKey(PROCESS, workflow, variables);
    }
}
