package dev.cadenza.access;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows and changes with whom a row is shared. */
@Component
class Sharing {

    private static final int MOST = 500;

    private final Map<String, OwnedKind> kinds = new LinkedHashMap<>();
    private final Visibility visibility;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final ActivityLog activity;
    private final Clock clock;

    Sharing(List<OwnedKind> kinds, Visibility visibility, JdbcClient jdbc, ApplicationEventPublisher events,
            ActivityLog activity, Clock clock) {
        kinds.forEach(kind -> this.kinds.put(kind.path(), kind));
        this.visibility = visibility;
        this.jdbc = jdbc;
        this.events = events;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * With whom a row is shared.
     *
     * @param owner e-mail address; null for a row that belongs to everybody
     * @param sharedWithAll with every user of the installation
     * @param sharedWith e-mail addresses of those it is shared with besides
     */
    record View(@Nullable String owner, boolean sharedWithAll, List<String> sharedWith) {
    }

    /** What shall change; null leaves as it is. */
    record Change(@Nullable String owner, @Nullable Boolean sharedWithAll, @Nullable List<String> sharedWith) {
    }

    Optional<OwnedKind> kind(String path) {
        return Optional.ofNullable(kinds.get(path));
    }

    /** The row that has the owner; empty where there is no such row. */
    Optional<UUID> ownerRow(OwnedKind kind, UUID id) {
        return jdbc.sql(kind.ownerRow()).param(id).query((row, number) -> Optional.ofNullable(row.getObject(1,
                UUID.class))).optional().flatMap(found -> found);
    }

    @Transactional(readOnly = true)
    public View view(String path, UUID id) {
        require(path, id);
        return read(id);
    }

    /** @throws AccessDeniedException for everybody but the owner and administrators */
    @Transactional
    public View change(String path, UUID id, Change change) {
        require(path, id);
        SignedInUser user = SignedInUser.current().orElseThrow(() -> new AccessDeniedException("Nobody is signed in"));
        Optional<UUID> owner = jdbc.sql("select owner_id from ownership where row_id = :id for update").param("id", id)
                .query(UUID.class).optional();
        if (user.role() != Role.ADMINISTRATOR && !owner.equals(Optional.of(user.id()))) {
            throw new AccessDeniedException("Only the owner and administrators share");
        }
        Map<String, UUID> people = people(change);
        Timestamp now = Timestamp.from(clock.instant());
        UUID newOwner = change.owner() == null ? owner.orElse(user.id()) : people.get(normalized(change.owner()));
        jdbc.sql("""
                insert into ownership (row_id, kind, owner_id, shared, created_at, updated_at)
                values (:id, :kind, :owner, coalesce(cast(:shared as boolean), true), :now, :now)
                on conflict (row_id) do update set owner_id = :owner, updated_at = :now,
                    shared = coalesce(cast(:shared as boolean), ownership.shared)""")
                .param("id", id).param("kind", path).param("owner", newOwner)
                .param("shared", change.sharedWithAll(), java.sql.Types.BOOLEAN).param("now", now).update();
        if (change.sharedWith() != null) {
            jdbc.sql("delete from row_share where row_id = :id").param("id", id).update();
            for (String email : change.sharedWith()) {
                jdbc.sql("insert into row_share (row_id, user_id) values (:id, :user) on conflict do nothing")
                        .param("id", id).param("user", people.get(normalized(email))).update();
            }
        }
        activity.record(Action.SHARING_UPDATED, id, Map.of("kind", path));
        events.publishEvent(new SharingChanged(path, id));
        return read(id);
    }

    private void require(String path, UUID id) {
        OwnedKind kind = kind(path).filter(OwnedKind::shareable).orElseThrow(() -> new NotFound("kind of row", path));
        if (ownerRow(kind, id).isEmpty()) {
            throw new NotFound(kind.word(), id);
        }
        visibility.require(kind.word(), id);
    }

    private View read(UUID id) {
        List<String> with = jdbc.sql("select u.email from row_share s join app_user u on u.id = s.user_id"
                + " where s.row_id = :id order by u.email").param("id", id).query(String.class).list();
        return jdbc.sql("select u.email, o.shared from ownership o join app_user u on u.id = o.owner_id"
                        + " where o.row_id = :id").param("id", id)
                .query((row, number) -> new View(row.getString(1), row.getBoolean(2), with)).optional()
                .orElseGet(() -> new View(null, true, List.of()));
    }

    private Map<String, UUID> people(Change change) {
        Map<String, UUID> found = new LinkedHashMap<>();
        find("owner", change.owner() == null ? List.of() : List.of(change.owner()), found);
        List<String> with = change.sharedWith();
        if (with != null && with.size() > MOST) {
            throw new Rejected(FieldError.of("sharedWith", "too-many", "Share with all instead of with so many."));
        }
        find("sharedWith", with == null ? List.of() : with, found);
        return found;
    }

    private void find(String field, Collection<String> emails, Map<String, UUID> found) {
        for (String email : emails) {
            UUID id = email == null ? null : jdbc.sql("select id from app_user where email = :email and active")
                    .param("email", normalized(email)).query(UUID.class).optional().orElse(null);
            if (id == null) {
                throw new Rejected(FieldError.of(field, "unknown", "There is no user " + email + "."));
            }
            found.put(normalized(email), id);
        }
    }

    private static String normalized(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
