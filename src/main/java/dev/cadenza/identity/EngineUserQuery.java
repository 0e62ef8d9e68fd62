package dev.cadenza.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.UserQueryImpl;
import org.camunda.bpm.engine.impl.UserQueryProperty;
import org.camunda.bpm.engine.impl.identity.Authentication;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandExecutor;
import org.camunda.bpm.engine.query.QueryProperty;
import org.jspecify.annotations.Nullable;

/** The engine's query for users. People find themselves, and others where they are authorized to read them. */
class EngineUserQuery extends UserQueryImpl {

    private static final long serialVersionUID = 1L;
    private static final Map<QueryProperty, Function<User, @Nullable String>> READERS = Map.of(
            UserQueryProperty.USER_ID, User::email,
            UserQueryProperty.EMAIL, User::email,
            UserQueryProperty.FIRST_NAME, User::firstName,
            UserQueryProperty.LAST_NAME, User::lastName);

    private final transient StoredUsers users;

    EngineUserQuery(StoredUsers users, @Nullable CommandExecutor executor) {
        super(executor);
        this.users = users;
    }

    @Override
    public long executeCount(CommandContext context) {
        return found(context).count();
    }

    @Override
    public List<org.camunda.bpm.engine.identity.User> executeList(CommandContext context, @Nullable Page page) {
        return QueryParts.ordered(found(context), getOrderingProperties(), READERS, page).stream()
                .<org.camunda.bpm.engine.identity.User>map(EngineIdentityProvider::engineUser)
                .toList();
    }

    private Stream<User> found(CommandContext context) {
        if (tenantId != null || procDefId != null) {
            return Stream.empty();
        }
        Stream<User> candidates = id == null ? users.findByActiveTrueOrderByEmail().stream()
                : users.findByEmail(EmailAddress.normalized(id)).filter(User::active).stream();
        return candidates.filter(this::matches).filter(user -> mayRead(context, user));
    }

    private boolean matches(User user) {
        return (ids == null || Arrays.asList(ids).contains(user.email()))
                && QueryParts.equal(firstName, user.firstName()) && QueryParts.like(firstNameLike, user.firstName())
                && QueryParts.equal(lastName, user.lastName()) && QueryParts.like(lastNameLike, user.lastName())
                && QueryParts.equal(email, user.email()) && QueryParts.like(emailLike, user.email())
                && QueryParts.equal(groupId, user.role().group());
    }

    private static boolean mayRead(CommandContext context, User user) {
        Authentication reader = context.getAuthentication();
        return reader == null || user.email().equals(reader.getUserId())
                || context.getAuthorizationManager().isAuthorized(Permissions.READ, Resources.USER, user.email());
    }
}
