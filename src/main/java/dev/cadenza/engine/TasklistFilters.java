package dev.cadenza.engine;

import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInAtWebapp;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The filters that marketers find in Tasklist. One that is there, by its name, is left as it is. */
@Component
class TasklistFilters {

    private final FilterService filters;
    private final TaskService tasks;
    private final EngineAuthorizations authorizations;
    private final JdbcClient jdbc;

    TasklistFilters(FilterService filters, TaskService tasks, EngineAuthorizations authorizations, JdbcClient jdbc) {
        this.filters = filters;
        this.tasks = tasks;
        this.authorizations = authorizations;
        this.jdbc = jdbc;
    }

    void create() {
        create("Review drafts", "Drafts that wait for a decision", 10,
                tasks.createTaskQuery().taskNameLike("Review drafts%"));
        create("Answer replies", "Leads who wrote and wait for an answer", 12,
                tasks.createTaskQuery().taskNameLike("Answer reply%"));
        // Compiled processes name the task of a human task by its step and this ending, and no other task so.
        create("Tasks of workflows", "What workflows ask people to do", 13,
                tasks.createTaskQuery().taskDefinitionKeyLike("%-task"));
        create("Unknown outcomes", "Messages of which nobody knows whether they arrived", 14,
                tasks.createTaskQuery().processDefinitionKey("settle-unknown"));
        create("Review business cards", "Cards of which the recognizer is not sure", 15,
                tasks.createTaskQuery().taskName("Review business card"));
        create("All tasks of marketers", "Whatever waits for a marketer, claimed or not", 30,
                tasks.createTaskQuery().taskCandidateGroup(Role.MARKETER.group()).includeAssignedTasks());
    }

    /**
     * The filter of somebody's own tasks: one for each person, with the address in it, since stored queries evaluate no
     * expressions. Several nodes, and several tabs, may ask for it at once.
     */
    @EventListener
    @Transactional
    public void on(SignedInAtWebapp signedIn) {
        if (signedIn.user().role() != Role.MARKETER && signedIn.user().role() != Role.ADMINISTRATOR) {
            return;
        }
        String email = signedIn.user().email();
        String name = "My tasks (" + email + ")";
        jdbc.sql("select pg_advisory_xact_lock(hashtext(:name))").param("name", name).query().listOfRows();
        if (filters.createFilterQuery().filterName(name).count() == 0) {
            Filter filter = save(name, "Tasks that you have claimed", 20, tasks.createTaskQuery().taskAssignee(email));
            authorizations.grantTo(email, Resources.FILTER, filter.getId(), Permissions.READ);
        }
    }

    private void create(String name, String description, int priority, TaskQuery query) {
        if (filters.createFilterQuery().filterName(name).count() > 0) {
            return;
        }
        Filter filter = save(name, description, priority, query);
        authorizations.grant(Role.MARKETER, Resources.FILTER, filter.getId(), Permissions.READ);
    }

    private Filter save(String name, String description, int priority, TaskQuery query) {
        Filter filter = filters.newTaskFilter(name);
        filter.setQuery(query);
        filter.setProperties(Map.of("description", description, "priority", priority, "refresh", true,
                "showUndefinedVariable", false, "variables", List.of()));
        return filters.saveFilter(filter);
    }
}
