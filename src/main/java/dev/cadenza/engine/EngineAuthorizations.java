package dev.cadenza.engine;

import static org.camunda.bpm.engine.authorization.Resources.APPLICATION;
import static org.camunda.bpm.engine.authorization.Resources.BATCH;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_REQUIREMENTS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DEPLOYMENT;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_INSTANCE;

import dev.cadenza.identity.Role;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What each role may do in the engine, Tasklist and Cockpit. A person's task needs no entry here: the engine grants a
 * task to its candidate group by itself.
 */
@Component
class EngineAuthorizations {

    /** The processes that marketers start over REST; everything else is started by the application. */
    static final String LAUNCH = "campaign-launch";
    static final String ENTRY = "workflow-entry";

    private final AuthorizationService authorizations;

    EngineAuthorizations(AuthorizationService authorizations) {
        this.authorizations = authorizations;
    }

    void grantAll() {
        for (Resource resource : Resources.values()) {
            grant(Role.ADMINISTRATOR, resource, Authorization.ANY, Permissions.ALL);
        }
        grantMarketers();
        grantAnalysts();
        grantServices();
    }

    private void grantMarketers() {
        grant(Role.MARKETER, APPLICATION, "tasklist", Permissions.ACCESS);
        grant(Role.MARKETER, PROCESS_DEFINITION, Authorization.ANY, ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE);
        grant(Role.MARKETER, PROCESS_DEFINITION, LAUNCH, ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE, ProcessDefinitionPermissions.CREATE_INSTANCE);
        grant(Role.MARKETER, PROCESS_DEFINITION, ENTRY, ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE, ProcessDefinitionPermissions.CREATE_INSTANCE);
        grant(Role.MARKETER, PROCESS_INSTANCE, Authorization.ANY, Permissions.CREATE);
    }

    private void grantAnalysts() {
        grant(Role.ANALYST, APPLICATION, "cockpit", Permissions.ACCESS);
        grant(Role.ANALYST, PROCESS_DEFINITION, Authorization.ANY, ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE, ProcessDefinitionPermissions.READ_TASK,
                ProcessDefinitionPermissions.READ_HISTORY);
        grant(Role.ANALYST, DECISION_DEFINITION, Authorization.ANY, Permissions.READ, Permissions.READ_HISTORY);
        grant(Role.ANALYST, DECISION_REQUIREMENTS_DEFINITION, Authorization.ANY, Permissions.READ);
        grant(Role.ANALYST, DEPLOYMENT, Authorization.ANY, Permissions.READ);
        grant(Role.ANALYST, BATCH, Authorization.ANY, BatchPermissions.READ, BatchPermissions.READ_HISTORY);
    }

    /** What marketers may do, without Tasklist and its tasks: programs review nothing. */
    private void grantServices() {
        grant(Role.SERVICE, PROCESS_DEFINITION, Authorization.ANY, ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE);
        grant(Role.SERVICE, PROCESS_DEFINITION, LAUNCH, ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE, ProcessDefinitionPermissions.CREATE_INSTANCE);
        grant(Role.SERVICE, PROCESS_DEFINITION, ENTRY, ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE, ProcessDefinitionPermissions.CREATE_INSTANCE);
        grant(Role.SERVICE, PROCESS_INSTANCE, Authorization.ANY, Permissions.CREATE);
    }

    /** Sets the role's permissions on the resource to these; other entries, made by administrators, stay. */
    void grant(Role role, Resource resource, String resourceId, Permission... permissions) {
        Authorization present = find(role, resource, resourceId);
        Authorization entry = present != null ? present
                : authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        entry.setGroupId(role.group());
        entry.setResource(resource);
        entry.setResourceId(resourceId);
        entry.setPermissions(permissions);
        authorizations.saveAuthorization(entry);
    }

    /** Gives one person permissions on a resource that was just made. */
    void grantTo(String email, Resource resource, String resourceId, Permission... permissions) {
        Authorization entry = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        entry.setUserId(email);
        entry.setResource(resource);
        entry.setResourceId(resourceId);
        entry.setPermissions(permissions);
        authorizations.saveAuthorization(entry);
    }

    private @Nullable Authorization find(Role role, Resource resource, String resourceId) {
        return authorizations.createAuthorizationQuery()
                .authorizationType(Authorization.AUTH_TYPE_GRANT)
                .groupIdIn(role.group())
                .resourceType(resource)
                .resourceId(resourceId)
                .singleResult();
    }
}
