package dev.cadenza.campaign;

import dev.cadenza.access.Ownership;
import dev.cadenza.access.SharingChanged;
import dev.cadenza.identity.Role;
import java.util.List;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Keeps the process of a private campaign, its diagram and instances, from those who do not see the campaign: the engine
 * lets marketers and programs read all processes but the ones that are taken from them here.
 */
@Component
class SharingListener {

    private static final List<Role> LIMITED = List.of(Role.MARKETER, Role.SERVICE);

    private final Ownership ownership;
    private final AuthorizationService authorizations;

    SharingListener(Ownership ownership, AuthorizationService authorizations) {
        this.ownership = ownership;
        this.authorizations = authorizations;
    }

    @EventListener
    void on(SharingChanged changed) {
        if (!changed.kind().equals("campaigns")) {
            return;
        }
        String key = CampaignPlanner.key(changed.rowId());
        authorizations.createAuthorizationQuery().resourceType(Resources.PROCESS_DEFINITION).resourceId(key).list()
                .forEach(entry -> authorizations.deleteAuthorization(entry.getId()));
        ownership.seenBy(changed.rowId()).ifPresent(emails -> {
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
