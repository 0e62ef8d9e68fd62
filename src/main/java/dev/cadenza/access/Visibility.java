package dev.cadenza.access;

import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.problem.NotFound;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who sees which rows, decided here and nowhere else. Administrators and analysts see all; marketers and programs see
 * what is theirs, what is shared with all or with them, and what belongs to nobody; work without a user (jobs, timers,
 * mail that comes in) sees all. Who sees a row may also do with it what the role allows. A row that is not seen is not
 * there: 404.
 *
 * <p>docs/adr/0012 says how organisations would come in: as one more condition of {@link #condition}.
 */
@Component
public class Visibility {

    private final JdbcClient jdbc;

    Visibility(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether the user of this request sees all rows there are. */
    public boolean seesAll() {
        return limited().isEmpty();
    }

    /**
     * The condition, as SQL without parameters, under which the user of this request sees a row. Cheap while most rows
     * are shared: it looks up the few that are not.
     *
     * @param rowId SQL for the id of the row that has the owner, such as {@code c.id}; null values are seen
     */
    public String condition(String rowId) {
        // A UUID that we made ourselves is no text that somebody wrote.
        return limited().map(user -> "not exists (select 1 from ownership o where o.row_id = " + rowId
                + " and not o.shared and o.owner_id <> '" + user + "'::uuid and not exists (select 1 from row_share s"
                + " where s.row_id = o.row_id and s.user_id = '" + user + "'::uuid))").orElse("true");
    }

    /** Whether the user of this request sees the row; true for one that belongs to nobody. */
    public boolean sees(UUID rowId) {
        return seesAll() || jdbc.sql("select " + condition("r.id") + " from (select cast(:id as uuid) as id) r")
                .param("id", rowId).query(Boolean.class).single();
    }

    /** @throws NotFound where the user of this request does not see the row */
    public void require(String word, UUID rowId) {
        if (!sees(rowId)) {
            throw new NotFound(word, rowId);
        }
    }

    private static Optional<UUID> limited() {
        return SignedInUser.current()
                .filter(user -> user.role() == Role.MARKETER || user.role() == Role.SERVICE)
                .map(SignedInUser::id);
    }
}
