package dev.cadenza.inbox;

import dev.cadenza.engine.EngineBean;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who claims the task "Answer reply" in Tasklist looks after the conversation. */
@EngineBean("replyAssigned")
class ReplyAssignedDelegate implements TaskListener {

    private final JdbcTemplate jdbc;

    ReplyAssignedDelegate(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void notify(DelegateTask task) {
        jdbc.update("""
                update conversation set assigned_to = ?, version = version + 1
                where id = ?::uuid and assigned_to is distinct from ?
                """, task.getAssignee(), task.getVariable("conversationId"), task.getAssignee());
    }
}
