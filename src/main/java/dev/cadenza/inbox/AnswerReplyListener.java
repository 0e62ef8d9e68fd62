package dev.cadenza.inbox;

import java.util.HashMap;
import java.util.Map;
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
    private final ConversationList conversations;

    AnswerReplyListener(RuntimeService runtime, TaskService tasks, ConversationList conversations) {
        this.runtime = runtime;
        this.tasks = tasks;
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

    @EventListener
    void on(ConversationEvents.Assigned assigned) {
        for (Task task : tasks.createTaskQuery().processDefinitionKey(PROCESS)
                .processInstanceBusinessKey(assigned.conversationId().toString()).list()) {
            tasks.setAssignee(task.getId(), assigned.assignee());
        }
    }
}
