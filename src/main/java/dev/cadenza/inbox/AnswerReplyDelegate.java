package dev.cadenza.inbox;

import dev.cadenza.engine.EngineBean;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;

/**
 * What a person decided in the task "Answer reply": the answer goes, or none is needed. It is part of completing the
 * task, so the task stays where the channel's rules forbid the answer.
 */
@EngineBean("answerReply")
class AnswerReplyDelegate implements TaskListener {

    private final ConversationDesk desk;
    private final ConversationRows rows;

    AnswerReplyDelegate(ConversationDesk desk, ConversationRows rows) {
        this.desk = desk;
        this.rows = rows;
    }

    @Override
    public void notify(DelegateTask task) {
        UUID id = UUID.fromString((String) task.getVariable("conversationId"));
        Conversation conversation = rows.findById(id).orElse(null);
        if (conversation == null) {
            return; // the lead was deleted meanwhile
        }
        if ("NONE".equals(task.getVariable("answerDecision"))) {
            desk.settle(id, true);
            return;
        }
        Object given = task.getVariable("answerText");
        String text = given instanceof String written && !written.isBlank() ? written : conversation.draft();
        desk.answer(id, ConversationDesk.Answer.of(text == null ? "" : text), true);
    }
}
