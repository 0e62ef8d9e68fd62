package dev.cadenza.identity;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.GroupQuery;
import org.camunda.bpm.engine.identity.NativeUserQuery;
import org.camunda.bpm.engine.identity.Tenant;
import org.camunda.bpm.engine.identity.TenantQuery;
import org.camunda.bpm.engine.identity.UserQuery;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Our users as the engine sees them: active users by their e-mail address, one group for each role, no tenants.
 */
@Component
class EngineIdentityProvider implements ReadOnlyIdentityProvider {

    private final StoredUsers users;
    private final Credentials credentials;

    EngineIdentityProvider(StoredUsers users, Credentials credentials) {
        this.users = users;
        this.credentials = credentials;
    }

    static UserEntity engineUser(User user) {
        UserEntity entity = new UserEntity(user.email());
        entity.setEmail(user.email());
        // The web applications greet people by both and would write "null".
        boolean nameless = user.firstName() == null && user.lastName() == null;
        entity.setFirstName(nameless ? user.email() : Objects.requireNonNullElse(user.firstName(), ""));
        entity.setLastName(Objects.requireNonNullElse(user.lastName(), ""));
        return entity;
    }

    static Group engineGroup(Role role) {
        GroupEntity entity = new GroupEntity(role.group());
        entity.setName(role.group().substring(0, 1).toUpperCase(Locale.ROOT) + role.group().substring(1)
                + "s");
        entity.setType("WORKFLOW");
        return entity;
    }

    static Optional<Role> role(@Nullable String group) {
        for (Role role : Role.values()) {
            if (role.group().equals(group)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean checkPassword(@Nullable String userId, @Nullable String password) {
        if (userId == null || password == null) {
            return false;
        }
        try {
            return credentials.verify(userId, password).isPresent();
        } catch (TooManyAttempts refused) {
            // The engine knows "right" and "wrong" only; the account stays shut either way.
            return false;
        }
    }

    @Override
    public org.camunda.bpm.engine.identity.@Nullable User findUserById(String userId) {
        return users.findByEmail(EmailAddress.normalized(userId)).filter(User::active)
                .map(EngineIdentityProvider::engineUser).orElse(null);
    }

    @Override
    public @Nullable Group findGroupById(String groupId) {
        return role(groupId).map(EngineIdentityProvider::engineGroup).orElse(null);
    }

    @Override
    public UserQuery createUserQuery() {
        return new EngineUserQuery(users, Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public UserQuery createUserQuery(CommandContext context) {
        return new EngineUserQuery(users, null);
    }

    @Override
    public NativeUserQuery createNativeUserQuery() {
        throw new BadUserRequestException("Users can't be queried by SQL");
    }

    @Override
    public GroupQuery createGroupQuery() {
        return new EngineGroupQuery(users, Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public GroupQuery createGroupQuery(CommandContext context) {
        return new EngineGroupQuery(users, null);
    }

    @Override
    public @Nullable Tenant findTenantById(String tenantId) {
        return null;
    }

    @Override
    public TenantQuery createTenantQuery() {
        return new NoTenants(Context.getProcessEngineConfiguration().getCommandExecutorTxRequired());
    }

    @Override
    public TenantQuery createTenantQuery(CommandContext context) {
        return new NoTenants(null);
    }

    @Override
    public void flush() {
        // nothing is kept here
    }

    @Override
    public void close() {
        // nothing is kept here
    }
}
