package dev.cadenza.engine;

import dev.cadenza.identity.Role;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps the process of a private row, its diagram, instances and tasks, from those who do not see the row: the engine lets
 * marketers and programs read all processes, and offers tasks to groups, but for what is taken from them here. Tasks that
 * come later are offered by {@link OfferedTasks}.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class PrivateProcesses {

    private static final List<Role> LIMITED = List.of(Role.MARKETER, Role.SERVICE);
    static final Set<String> LIMITED_GROUPS = Set.of(Role.MARKETER.group(), Role.SERVICE.group());

    private final AuthorizationService authorizations;
    private final TaskService tasks;

    PrivateProcesses(AuthorizationService authorizations, TaskService tasks) {
        this.authorizations = authorizations;
        this.tasks = tasks;
    }

    /**
     * From now on these people see the process, of the marketers and programs.
     *
     * @param processKey key of its definition, which need not exist yet
     * @param seenBy e-mail addresses; empty where all see it
     */
    public void show(String processKey, Optional<? extends Collection<String>> seenBy) {
        remove(Resources.PROCESS_DEFINITION, processKey);
        seenBy.ifPresent(people -> {
            for (Role role : LIMITED) {
                Authorization entry = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_REVOKE);
                entry.setGroupId(role.group());
                // What a revocation does not hold is taken away. It takes no more than was given to the role: it would
                // outweigh what is given for a single task.
                entry.removePermission(ProcessDefinitionPermissions.READ);
                entry.removePermission(ProcessDefinitionPermissions.READ_INSTANCE);
                save(entry, Resources.PROCESS_DEFINITION, processKey);
            }
            people.forEach(email -> grant(email, null, Resources.PROCESS_DEFINITION, processKey,
                    ProcessDefinitionPermissions.READ, ProcessDefinitionPermissions.READ_INSTANCE));
        });
        tasks.createTaskQuery().processDefinitionKey(processKey).list().forEach(task -> offer(task, seenBy));
    }

    /** Who works on the task keeps it as long as it sees the process. */
    private void offer(Task task, Optional<? extends Collection<String>> seenBy) {
        List<String> groups = tasks.getIdentityLinksForTask(task.getId()).stream().map(IdentityLink::getGroupId)
                .filter(group -> group != null).toList();
        String assignee = task.getAssignee();
        boolean taken = assignee != null && seenBy.map(people -> !people.contains(assignee)).orElse(false);
        remove(Resources.TASK, task.getId());
        if (taken) {
            tasks.setAssignee(task.getId(), null);
            remove(Resources.TASK, task.getId());
        } else if (assignee != null) {
            grantTask(assignee, null, task);
        }
        for (String group : groups) {
            if (LIMITED_GROUPS.contains(group) && seenBy.isPresent()) {
                seenBy.get().stream().filter(email -> !email.equals(assignee))
                        .forEach(email -> grantTask(email, null, task));
            } else {
                grantTask(null, group, task);
            }
        }
    }

    private void grantTask(@Nullable String email, @Nullable String group, Task task) {
        grant(email, group, Resources.TASK, task.getId(), Permissions.READ, Permissions.UPDATE);
    }

    private void grant(@Nullable String email, @Nullable String group, Resource resource, String id,
            Permission... permissions) {
        Authorization entry = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        entry.setUserId(email);
        entry.setGroupId(group);
        for (Permission permission : permissions) {
            entry.addPermission(permission);
        }
        save(entry, resource, id);
    }

    private void save(Authorization entry, Resource resource, String id) {
        entry.setResource(resource);
        entry.setResourceId(id);
        authorizations.saveAuthorization(entry);
    }

    private void remove(Resource resource, String id) {
        authorizations.createAuthorizationQuery().resourceType(resource).resourceId(id).list()
                .forEach(entry -> authorizations.deleteAuthorization(entry.getId()));
    }
}
