package dev.cadenza.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.springframework.stereotype.Component;

/** What the engine knows about a user task, for modules that know nothing of the engine. */
@Component
public class TaskVariables {

    private final TaskService tasks;

    TaskVariables(TaskService tasks) {
        this.tasks = tasks;
    }

    /** Those of the named variables that the task sees and that are text; empty where no such task is open. */
    public Map<String, String> of(String taskId, Collection<String> names) {
        Map<String, String> texts = new HashMap<>();
        try {
            tasks.getVariables(taskId, names).forEach((name, value) -> {
                if (value instanceof String text) {
                    texts.put(name, text);
                }
            });
        } catch (NullValueException noSuchTask) {
            return Map.of();
        }
        return texts;
    }
}
