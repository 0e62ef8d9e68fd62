package dev.cadenza.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Task;

/**
 * To whom the engine shows a task that it offers to a group: to the group, but where the process is private
 * ({@link PrivateProcesses}) to those alone who see the process.
 */
class OfferedTasks extends DefaultAuthorizationProvider {

    @Override
    public AuthorizationEntity[] newTaskGroupIdentityLink(Task task, String groupId, String type) {
        if (!PrivateProcesses.LIMITED_GROUPS.contains(groupId) || task.getProcessDefinitionId() == null) {
            return super.newTaskGroupIdentityLink(task, groupId, type);
        }
        List<Authorization> ofProcess = ofProcess(((TaskEntity) task).getProcessDefinition().getKey());
        boolean taken = ofProcess.stream().anyMatch(entry -> groupId.equals(entry.getGroupId())
                && entry.getAuthorizationType() == Authorization.AUTH_TYPE_REVOKE);
        if (!taken) {
            return super.newTaskGroupIdentityLink(task, groupId, type);
        }
        return ofProcess.stream().map(Authorization::getUserId).filter(Objects::nonNull)
                .map(email -> super.newTaskUserIdentityLink(task, email, type))
                .flatMap(entries -> entries == null ? Stream.empty() : Arrays.stream(entries))
                .toArray(AuthorizationEntity[]::new);
    }

    /** Read as the engine itself: whoever completes the step before need not be allowed to read authorizations. */
    private static List<Authorization> ofProcess(String key) {
        return Context.getCommandContext().runWithoutAuthorization(() -> Context.getProcessEngineConfiguration()
                .getAuthorizationService().createAuthorizationQuery().resourceType(Resources.PROCESS_DEFINITION)
                .resourceId(key).list());
    }
}
