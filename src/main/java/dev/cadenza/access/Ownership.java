package dev.cadenza.access;

import dev.cadenza.identity.SignedInUser;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
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
    private final Clock clock;
    private final boolean shared;

    Ownership(JdbcClient jdbc, Clock clock, @Value("${cadenza.sharing.new-rows:TEAM}") Sharing newRows) {
        this.jdbc = jdbc;
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
        SignedInUser.current().ifPresent(user -> jdbc.sql("""
                insert into ownership (row_id, kind, owner_id, shared, created_at, updated_at)
                values (:row, :kind, :owner, :shared, :now, :now) on conflict (row_id) do nothing""")
                .param("row", rowId).param("kind", kind).param("owner", user.id()).param("shared", shared)
                .param("now", Timestamp.from(clock.instant())).update());
    }

    /** The row is gone. */
    @Transactional
    public void forget(UUID rowId) {
        jdbc.sql("delete from ownership where row_id = :row").param("row", rowId).update();
    }
}
