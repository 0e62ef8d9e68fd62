package dev.cadenza.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.impl.GroupQueryImpl;
import org.camunda.bpm.engine.impl.GroupQueryProperty;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.query.QueryProperty;
import org.jspecify.annotations.Nullable;

/** The engine's query for groups: one for each role. Their names are no secret. */
class EngineGroupQuery extends GroupQueryImpl {

    private static final long serialVersionUID = 1L;
    private static final Map<QueryProperty, Function<Group, @Nullable String>> READERS = Map.of(
            GroupQueryProperty.GROUP_ID, Group::getId,
            GroupQueryProperty.NAME, Group::getName,
            GroupQueryProperty.TYPE, Group::getType);

    private final transient StoredUsers users;

    EngineGroupQuery(StoredUsers users, @Nullable CommandExecutor executor) {
        super(executor);
        this.users = users;
    }

    @Override
    public long executeCount(CommandContext context) {
        return found().count();
    }

    @Override
    public List<Group> executeList(CommandContext context, @Nullable Page page) {
        return QueryParts.ordered(found(), getOrderingProperties(), READERS, page);
    }

    private Stream<Group> found() {
        if (tenantId != null || procDefId != null) {
            return Stream.empty();
        }
        Stream<Role> roles = userId == null ? Arrays.stream(Role.values())
                : users.findByEmail(EmailAddress.normalized(userId)).filter(User::active).map(User::role).stream();
        return roles.map(EngineIdentityProvider::engineGroup).filter(this::matches);
    }

    private boolean matches(Group group) {
        return QueryParts.equal(id, group.getId())
                && (ids == null || Arrays.asList(ids).contains(group.getId()))
                && QueryParts.equal(name, group.getName()) && QueryParts.like(nameLike, group.getName())
                && QueryParts.equal(type, group.getType());
    }
}
