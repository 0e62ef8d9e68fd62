package dev.cadenza.journey;

import dev.cadenza.access.Ownership;
import dev.cadenza.identity.Role;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.stereotype.Component;

/**
 * Keeps the process of a private campaign or workflow, its diagram and instances, from those who do not see it: the
 * engine lets marketers and programs read all processes but the ones that are taken from them here.
 */
@Component
public class ProcessSharing {

    private static final List<Role> LIMITED = List.of(Role.MARKETER, Role.SERVICE);

    private final Ownership ownership;
    private final AuthorizationService authorizations;

    ProcessSharing(Ownership ownership, AuthorizationService authorizations) {
        this.ownership = ownership;
        this.authorizations = authorizations;
    }

    /** Says anew who sees the process. @param key its id; @param ownerId the campaign or workflow */
    public void changed(String key, UUID ownerId) {
        authorizations.createAuthorizationQuery().resourceType(Resources.PROCESS_DEFINITION).resourceId(key).list()
                .forEach(entry -> authorizations.deleteAuthorization(entry.getId()));
        ownership.seenBy(ownerId).ifPresent(emails -> {
            for (Role role : LIMITED) {
                Authorization entry = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_REVOKE);
                entry.setGroupId(role.group());
                entry.removePermission(Permissions.ALL); // what a revocation does not hold is taken away
                save(entry, key);
            }
            for (String email : emails) {
                Authorization entry = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
                entry.setUserId(email);
                entry.addPermission(ProcessDefinitionPermissions.READ);
                entry.addPermission(ProcessDefinitionPermissions.READ_INSTANCE);
                save(entry, key);
            }
        });
    }

    private void save(Authorization entry, String key) {
        entry.setResource(Resources.PROCESS_DEFINITION);
        entry.setResourceId(key);
        authorizations.saveAuthorization(entry);
    }
}
