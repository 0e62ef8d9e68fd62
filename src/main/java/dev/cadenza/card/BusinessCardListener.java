package dev.cadenza.card;

import dev.cadenza.problem.Conflict;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.engine.variable.Variables;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Moves the processes of cards along with what happens to the cards. */
@Component
class BusinessCardListener {

    private static final String PROCESS = "business-card";
    private static final String READ = "card-read";
    private static final String REVIEW = "review-card";

    private final RuntimeService runtime;
    private final TaskService tasks;

    BusinessCardListener(RuntimeService runtime, TaskService tasks) {
        this.runtime = runtime;
        this.tasks = tasks;
    }

    @EventListener
    void on(CardStored stored) {
        String id = stored.cardId().toString();
        runtime.startProcessInstanceByKey(PROCESS, id, Map.of(BusinessCardDelegates.CARD, id));
    }

    @EventListener
    void on(CardRead read) {
        runtime.createMessageCorrelation(READ).processInstanceBusinessKey(read.cardId().toString())
                .setVariable("cardReadable", read.readable()).correlateAll();
    }

    @EventListener
    void on(CardReviewed reviewed) {
        List<Task> open = tasks.createTaskQuery().processInstanceBusinessKey(reviewed.cardId().toString())
                .taskDefinitionKey(REVIEW).list();
        if (open.isEmpty()) {
            throw new Conflict("no-review", "Nobody is asked to review this card.");
        }
        // Transient: it is taken over by the listener of the task, and a variable holds only 4,000 characters.
        tasks.complete(open.get(0).getId(), Variables.putValueTyped(CardReviewListener.REVIEW,
                Variables.stringValue(reviewed.review(), true)));
    }

    @EventListener
    void on(CardRemoved removed) {
        runtime.createProcessInstanceQuery().processInstanceBusinessKey(removed.cardId().toString(), PROCESS).list()
                .forEach(instance -> runtime.deleteProcessInstanceIfExists(instance.getId(), "The card was deleted",
                        true, true, true, true));
    }
}
