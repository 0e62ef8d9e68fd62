package dev.cadenza.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cadenza.hook.HookEvent.Status;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where a person looks at events and has those applied anew that failed. */
@Component
class HookEventDesk {

    private static final String COLUMNS = """
            e.id, e.channel_config_id, e.provider, e.kind, e.received_at, coalesce(t.status, 'APPLIED') as status,
            coalesce(t.attempts, 0) as attempts, t.error,
            case when t.status = 'RECEIVED' then t.retry_at end as retry_at
            """;
    /** Events are counted up to here: there may be very many. */
    private static final int MOST_COUNTED = 100_000;
    private static final int MOST_AT_ONCE = 10_000;

    private final JdbcClient jdbc;
    private final HookEvents events;
    private final ObjectMapper json;

    HookEventDesk(JdbcClient jdbc, HookEvents events, ObjectMapper json) {
        this.jdbc = jdbc;
        this.events = events;
        this.json = json;
    }

    /** What to list or replay; null for any. */
    record Filter(@Nullable Status status, @Nullable String provider, @Nullable UUID channelId) {

        /** What is still to be done is found by its own table. */
        private String from() {
            String join = status == null || status == Status.APPLIED ? "left join" : "join";
            return " from hook_event e " + join + " hook_todo t on t.event_id = e.id"
                    + " where (:status::text is null or coalesce(t.status, 'APPLIED') = :status)"
                    + " and (:provider::text is null or e.provider = :provider)"
                    + " and (:channel::uuid is null or e.channel_config_id = :channel)";
        }
    }

    PageResponse<HookEventView> list(Filter filter, PageQuery query) {
        List<HookEventView> page = bound("select " + COLUMNS + filter.from()
                        + " order by e.id desc limit :size offset :offset", filter)
                .param("size", query.size()).param("offset", query.offset())
                .query((row, number) -> view(row, null)).list();
        long total = bound("select count(*) from (select 1" + filter.from() + " limit " + MOST_COUNTED + ") bounded",
                filter).query(Long.class).single();
        return PageResponse.of(page, query.page(), query.size(), total);
    }

    HookEventView get(UUID id) {
        return jdbc.sql("select " + COLUMNS
                        + ", e.payload from hook_event e left join hook_todo t on t.event_id = e.id where e.id = ?")
                .param(id).query((row, number) -> view(row, tree(row.getString("payload")))).optional()
                .orElseThrow(() -> new NotFound("hook event", id));
    }

    /** Has one event applied anew, whatever came of it before: what it said already changes nothing again. */
    @Transactional
    public void replay(UUID id) {
        if (events.again(List.of(id)) == 0) {
            throw new NotFound("hook event", id);
        }
    }

    /**
     * Has many events applied anew.
     *
     * @param ids these; null for all that fit {@code filter}, which then names what failed or was not matched
     * @return how many
     */
    @Transactional
    public int replay(@Nullable List<UUID> ids, Filter filter) {
        if (ids != null) {
            if (ids.size() > MOST_AT_ONCE || ids.stream().anyMatch(Objects::isNull)) {
                throw new Rejected(FieldError.of("ids", "invalid", "Give at most " + MOST_AT_ONCE + " ids."));
            }
            return ids.isEmpty() ? 0 : events.again(ids);
        }
        if (filter.status() != Status.UNMATCHED && filter.status() != Status.FAILED) {
            throw new Rejected(FieldError.of("status", "required",
                    "Give either ids, or the status UNMATCHED or FAILED."));
        }
        List<UUID> found = bound("select e.id" + filter.from() + " order by e.id limit " + MOST_AT_ONCE, filter)
                .query(UUID.class).list();
        return found.isEmpty() ? 0 : events.again(found);
    }

    private JdbcClient.StatementSpec bound(String sql, Filter filter) {
        return jdbc.sql(sql).param("status", filter.status() == null ? null : filter.status().name(), Types.VARCHAR)
                .param("provider", filter.provider(), Types.VARCHAR).param("channel", filter.channelId(), Types.OTHER);
    }

    private static HookEventView view(ResultSet row, @Nullable JsonNode payload) throws SQLException {
        Timestamp retryAt = row.getTimestamp("retry_at");
        return new HookEventView(row.getObject("id", UUID.class), row.getObject("channel_config_id", UUID.class),
                row.getString("provider"), row.getString("kind"), Status.valueOf(row.getString("status")),
                row.getTimestamp("received_at").toInstant(), row.getInt("attempts"), row.getString("error"),
                retryAt == null ? null : retryAt.toInstant(), payload);
    }

    private JsonNode tree(String payload) {
        try {
            return json.readTree(payload);
        } catch (JsonProcessingException noJson) {
            return new TextNode(payload);
        }
    }
}
