package dev.cadenza.engine;

import dev.cadenza.identity.Role;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.stereotype.Component;

/** The filters that marketers find in Tasklist. One that is there, by its name, is left as it is. */
@Component
class TasklistFilters {

    private final FilterService filters;
    private final TaskService tasks;
    private final EngineAuthorizations authorizations;

    TasklistFilters(FilterService filters, TaskService tasks, EngineAuthorizations authorizations) {
        this.filters = filters;
        this.tasks = tasks;
        this.authorizations = authorizations;
    }

    void create() {
        create("Review drafts", "Drafts that wait for a decision", 10,
                tasks.createTaskQuery().taskNameLike("Review drafts%"));
        create("Answer replies", "Leads who wrote and wait for an answer", 12,
                tasks.createTaskQuery().taskNameLike("Answer reply%"));
        create("Unknown outcomes", "Messages of which nobody knows whether they arrived", 14,
                tasks.createTaskQuery().processDefinitionKey("settle-unknown"));
        create("My tasks", "Tasks that you have claimed", 20,
                tasks.createTaskQuery().taskAssigneeExpression("${currentUser()}"));
        create("All tasks of marketers", "Whatever waits for a marketer, claimed or not", 30,
                tasks.createTaskQuery().taskCandidateGroup(Role.MARKETER.group()).includeAssignedTasks());
    }

    private void create(String name, String description, int priority, TaskQuery query) {
        if (filters.createFilterQuery().filterName(name).count() > 0) {
            return;
        }
        Filter filter = filters.newTaskFilter(name);
        filter.setQuery(query);
        filter.setProperties(Map.of("description", description, "priority", priority, "refresh", true,
                "showUndefinedVariable", false, "variables", List.of()));
        filters.saveFilter(filter);
        authorizations.grant(Role.MARKETER, Resources.FILTER, filter.getId(), Permissions.READ);
    }
}
