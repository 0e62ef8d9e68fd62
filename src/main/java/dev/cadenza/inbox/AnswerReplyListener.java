package dev.cadenza.inbox;

import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Asks a person to answer, in the transaction that recorded the message, and takes the question back when it is over. */
@Component
class AnswerReplyListener {

    static final String PROCESS = "answer-reply";
    static final String SETTLED = "conversation-settled";

    private final RuntimeService runtime;
    private final TaskService tasks;
    private final HistoryService history;
    private final ConversationList conversations;

    AnswerReplyListener(RuntimeService runtime, TaskService tasks, HistoryService history,
            ConversationList conversations) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.history = history;
        this.conversations = conversations;
    }

    @EventListener
    void on(ConversationEvents.AnswerNeeded needed) {
        ConversationView conversation = conversations.get(needed.conversationId());
        String id = needed.conversationId().toString();
        Map<String, Object> variables = new HashMap<>();
        variables.put("conversationId", id);
        variables.put("leadName", conversation.leadName() == null ? conversation.address() : conversation.leadName());
        variables.put("channelName", conversation.channel().label());
        variables.put("assignee", conversation.assignedTo());
        runtime.startProcessInstanceByKey(PROCESS, id, variables);
    }

    @EventListener
    void on(ConversationEvents.Settled settled) {
        runtime.createMessageCorrelation(SETTLED).processInstanceBusinessKey(settled.conversationId().toString())
                .correlateAll();
    }

    /** The tasks and their history name the lead. */
    @EventListener
    void on(ConversationEvents.Erased erased) {
        String key = erased.conversationId().toString();
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(key, PROCESS).list().forEach(instance ->
                runtime.deleteProcessInstance(instance.getId(), "The lead was erased", true, true));
        history.createHistoricProcessInstanceQuery().processInstanceBusinessKey(key).processDefinitionKey(PROCESS)
                .finished().list().forEach(instance -> history.deleteHistoricProcessInstance(instance.getId()));
    }

    @EventListener
    void on(ConversationEvents.Assigned assigned) {
        for (Task task : tasks.createTaskQuery().processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(assigned.conversationId().toString()).list()) {
            tasks.setAssignee(task.getId(), assigned.assignee());
        }
    }
}
