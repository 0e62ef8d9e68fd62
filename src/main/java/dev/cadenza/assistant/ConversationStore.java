package dev.cadenza.assistant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Visibility;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Conversations and their messages. Joins the caller's transaction. */
@Component
class ConversationStore {

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Visibility visibility;
    private final Clock clock;

    ConversationStore(JdbcTemplate jdbc, ObjectMapper json, Visibility visibility, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.visibility = visibility;
        this.clock = clock;
    }

    UUID create(UUID userId, @Nullable String title) {
        UUID id = Ids.next();
        Timestamp now = now();
        jdbc.update("insert into assistant_conversation (id, user_id, title, plan, created_at, updated_at) values (?,"
                + " ?, ?, ?::jsonb, ?, ?)", id, userId, title, write(Plan.EMPTY), now, now);
        return id;
    }

    Optional<Conversation> find(UUID id) {
        return jdbc.query("select * from assistant_conversation c where c.id = ? and " + visibility.condition("c.id"),
                (row, number) -> conversation(row), id).stream().findFirst();
    }

    /** The newest first, those alone that the user of the request sees. */
    PageResponse<Conversation> page(PageQuery query) {
        String where = " from assistant_conversation c where " + visibility.condition("c.id");
        Long total = jdbc.queryForObject("select count(*)" + where, Long.class);
        return PageResponse.of(jdbc.query("select c.*" + where + " order by c.id desc limit ? offset ?",
                (row, number) -> conversation(row), query.size(), query.offset()), query.page(), query.size(),
                total == null ? 0 : total);
    }

    boolean delete(UUID id) {
        return jdbc.update("delete from assistant_conversation where id = ?", id) > 0;
    }

    /**
     * Takes the turn, for no longer than {@code most}, so that what a process left that died is free again.
     *
     * @return what {@link #answered} wants to be shown; empty while another answer is being found
     */
    Optional<Instant> takeTurn(UUID id, Duration most) {
        Instant until = clock.instant().plus(most).truncatedTo(ChronoUnit.MICROS);
        return jdbc.update("update assistant_conversation set busy_until = ? where id = ? and (busy_until is null or "
                + "busy_until <= ?)", Timestamp.from(until), id, now()) > 0 ? Optional.of(until) : Optional.empty();
    }

    /** Gives the turn back. */
    boolean release(UUID id, Instant turn) {
        return jdbc.update("update assistant_conversation set busy_until = null where id = ? and busy_until = ?", id,
                Timestamp.from(turn)) > 0;
    }

    /** @return false where the turn was lost to somebody else; nothing was kept then */
    boolean answered(UUID id, Instant turn, Plan plan, @Nullable Question question) {
        return jdbc.update("update assistant_conversation set plan = ?::jsonb, question = ?::jsonb, busy_until = "
                + "null, updated_at = ? where id = ? and busy_until = ?", write(plan), question == null ? null
                : write(question), now(), id, Timestamp.from(turn)) > 0;
    }

    /** Keeps other transactions from writing the conversation's campaign at the same time. */
    Optional<Conversation> lock(UUID id) {
        return jdbc.query("select * from assistant_conversation where id = ? for update",
                (row, number) -> conversation(row), id).stream().findFirst();
    }

    void written(UUID id, Plan plan, int version) {
        jdbc.update("update assistant_conversation set plan = ?::jsonb, written = ?::jsonb, written_version = ?, "
                + "status = 'CREATED', updated_at = ? where id = ?", write(plan), write(plan), version, now(), id);
    }

    void title(UUID id, String title) {
        jdbc.update("update assistant_conversation set title = coalesce(title, ?) where id = ?", title, id);
    }

    Conversation.Message say(UUID id, Conversation.Role role, String content, JsonNode metadata) {
        Conversation.Message message = new Conversation.Message(Ids.next(), role, content, metadata, clock.instant());
        jdbc.update("insert into assistant_message (id, conversation_id, role, content, metadata, created_at) values "
                + "(?, ?, ?, ?, ?::jsonb, ?)", message.id(), id, role.name(), content, write(metadata),
                Timestamp.from(message.createdAt()));
        return message;
    }

    int count(UUID id) {
        Integer count = jdbc.queryForObject("select count(*) from assistant_message where conversation_id = ?",
                Integer.class, id);
        return count == null ? 0 : count;
    }

    /** The last ones, the oldest of them first. */
    List<Conversation.Message> messages(UUID id, int most) {
        List<Conversation.Message> last = jdbc.query("select * from assistant_message where conversation_id = ? "
                + "order by id desc limit ?", (row, number) -> new Conversation.Message(row.getObject("id", UUID.class),
                        Conversation.Role.valueOf(row.getString("role")), row.getString("content"),
                        read(row.getString("metadata"), JsonNode.class), row.getTimestamp("created_at").toInstant()),
                        id, most);
        Collections.reverse(last);
        return last;
    }

    private Conversation conversation(ResultSet row) throws SQLException {
        String question = row.getString("question");
        String written = row.getString("written");
        return new Conversation(row.getObject("id", UUID.class), row.getObject("user_id", UUID.class),
                row.getString("title"), Conversation.Status.valueOf(row.getString("status")),
                read(row.getString("plan"), Plan.class), question == null ? null : read(question, Question.class),
                written == null ? null : read(written, Plan.class), row.getObject("written_version", Integer.class),
                row.getTimestamp("created_at").toInstant(), row.getTimestamp("updated_at").toInstant());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A plan that is no JSON", impossible);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The stored " + type.getSimpleName() + " can't be read", broken);
        }
    }
}
