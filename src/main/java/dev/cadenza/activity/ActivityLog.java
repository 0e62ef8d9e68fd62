package dev.cadenza.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.platform.Ids;
import java.security.Principal;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes what was done, in the transaction that does it: an entry stands exactly when the change does. What is done
 * to many things at once is one entry with a count; nothing here is called once for each lead of a set.
 */
@Component
public class ActivityLog {

    private static final String INSERT = "insert into activity (id, at, action, entity_type, entity_id, actor,"
            + " metadata) values (?, ?, ?, ?, ?, ?, ?::jsonb)";

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    ActivityLog(JdbcTemplate jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Who did it is whoever made the request that this thread works on, and nobody in background work.
     *
     * @param entityId what it was done to; null where there is no one thing
     * @param metadata small values that tell more, such as names and counts; never secrets or whole texts
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Action action, @Nullable UUID entityId, Map<String, ?> metadata) {
        record(action, entityId, metadata, actor());
    }

    /** The same for who is known otherwise, such as the person who completed a task of the engine. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void record(Action action, @Nullable UUID entityId, Map<String, ?> metadata, @Nullable String actor) {
        jdbc.update(INSERT, row(action, entityId, metadata, actor));
    }

    /** One entry for each, as for the pictures of one upload. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void recordEach(Action action, Collection<UUID> entityIds, Map<String, ?> metadata) {
        List<Object[]> rows = entityIds.stream().map(id -> row(action, id, metadata, actor())).toList();
        jdbc.batchUpdate(INSERT, rows);
    }

    private @Nullable Object[] row(Action action, @Nullable UUID entityId, Map<String, ?> metadata,
            @Nullable String actor) {
        try {
            return new @Nullable Object[] {Ids.next(), Timestamp.from(clock.instant()), action.word(),
                action.entityType(), entityId, actor, json.writeValueAsString(metadata)};
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("Metadata that are no JSON", impossible);
        }
    }

    /** The e-mail address of the signed-in user; null in background work. */
    public static @Nullable String actor() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Principal user ? user.getName()
                : null;
    }
}
