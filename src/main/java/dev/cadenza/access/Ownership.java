package dev.cadenza.access;

import dev.cadenza.identity.SignedInUser;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Notes whose a new row is. */
@Component
public class Ownership {

    /** With whom a new row is shared. */
    enum Sharing {
        TEAM, NOBODY
    }

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final boolean shared;

    Ownership(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock,
            @Value("${cadenza.sharing.new-rows:TEAM}") Sharing newRows) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
        this.shared = newRows == Sharing.TEAM;
    }

    /**
     * The user of this request owns the new row; without a user it belongs to everybody. Joins the caller's
     * transaction.
     *
     * @param kind {@link OwnedKind#path}
     */
    @Transactional
    public void own(String kind, UUID rowId) {
        own(kind, rowId, shared);
    }

    /** As {@link #own}, for what is nobody else's business whatever the installation shares. */
    @Transactional
    public void ownAlone(String kind, UUID rowId) {
        own(kind, rowId, false);
    }

    private void own(String kind, UUID rowId, boolean withTeam) {
        SignedInUser.current().ifPresent(user -> jdbc.sql("""
                insert into ownership (row_id, kind, owner_id, shared, created_at, updated_at)
                values (:row, :kind, :owner, :shared, :now, :now) on conflict (row_id) do nothing""")
                .param("row", rowId).param("kind", kind).param("owner", user.id()).param("shared", withTeam)
                .param("now", Timestamp.from(clock.instant())).update());
        if (!withTeam) {
            events.publishEvent(new SharingChanged(kind, rowId));
        }
    }

    /** The user of this request sees the row from now on, whoever's it is. */
    @Transactional
    public void showToUser(UUID rowId) {
        SignedInUser.current().ifPresent(user -> jdbc.sql("""
                insert into row_share (row_id, user_id)
                select o.row_id, :user from ownership o where o.row_id = :row and not o.shared and o.owner_id <> :user
                on conflict do nothing""").param("user", user.id()).param("row", rowId).update());
    }

    /**
     * The e-mail addresses of the marketers and programs who see a row that is not shared with all; empty where it is.
     */
    @Transactional(readOnly = true)
    public Optional<List<String>> seenBy(UUID rowId) {
        List<String> emails = jdbc.sql("""
                select u.email from ownership o join app_user u on u.id = o.owner_id or u.id in (
                    select s.user_id from row_share s where s.row_id = o.row_id)
                where o.row_id = :row and not o.shared order by u.email""").param("row", rowId).query(String.class)
                .list();
        return emails.isEmpty() ? Optional.empty() : Optional.of(emails);
    }

    /** The row is gone. */
    @Transactional
    public void forget(UUID rowId) {
        jdbc.sql("delete from ownership where row_id = :row returning kind").param("row", rowId).query(String.class)
                .optional().ifPresent(kind -> events.publishEvent(new SharingChanged(kind, rowId)));
    }
}
