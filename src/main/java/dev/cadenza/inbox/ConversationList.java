package dev.cadenza.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Visibility;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads conversations for the API, the one with the latest message first. */
@Component
class ConversationList {

    private static final String SELECT = """
            select c.*, nullif(concat_ws(' ', l.first_name, l.last_name), '') as lead_name, l.email as lead_email,
                l.phone as lead_phone, l.company as lead_company,
                case when coalesce((select %s from message m where m.id = c.last_inbound_id), true) then c.preview end
                    as seen_preview
            """;
    private static final String FROM = " from conversation c join lead l on l.id = c.lead_id where ";
    private static final int MOST_WORDS = 10;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Visibility visibility;

    ConversationList(JdbcClient jdbc, ObjectMapper json, Visibility visibility) {
        this.jdbc = jdbc;
        this.json = json;
        this.visibility = visibility;
    }

    /** Whoever may not see the campaign that was answered does not see the beginning of the answer either. */
    private String select() {
        return SELECT.formatted(visibility.condition("m.owner_id"));
    }

    /**
     * What to list; null for any.
     *
     * @param assignedTo e-mail address of a user; {@code nobody} for what is assigned to none
     * @param words to be found in the lead's name, company and addresses, or in a message that came in
     */
    record Filter(Conversation.@Nullable Status status, @Nullable Boolean unread, @Nullable Boolean needsAnswer,
            @Nullable String assignedTo, @Nullable ChannelType channel, @Nullable UUID leadId,
            @Nullable String words) {
    }

    PageResponse<ConversationView> page(Filter filter, PageQuery query) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        Map<String, Object> values = new LinkedHashMap<>();
        flags(filter, conditions);
        if (filter.status() != null) {
            conditions.add("c.status = :status");
            values.put("status", filter.status().name());
        }
        if (filter.channel() != null) {
            conditions.add("c.channel = :channel");
            values.put("channel", filter.channel().name());
        }
        if (filter.leadId() != null) {
            conditions.add("c.lead_id = :lead");
            values.put("lead", filter.leadId());
        }
        if (filter.words() != null && !filter.words().isBlank()) {
            search(MailText.storable(filter.words().strip()), conditions, values);
        }
        if (filter.assignedTo() != null && !filter.assignedTo().equals("nobody")) {
            conditions.add("c.assigned_to = :assigned");
            values.put("assigned", filter.assignedTo());
        }
        String where = FROM + String.join(" and ", conditions);
        List<ConversationView> content = jdbc.sql(select() + where
                        + " order by c.last_message_at desc, c.id desc limit :size offset :offset")
                .params(values).param("size", query.size()).param("offset", query.offset()).query(this::view).list();
        long total = jdbc.sql("select count(*)" + where).params(values).query(Long.class).single();
        return PageResponse.of(content, query.page(), query.size(), total);
    }

    ConversationView get(UUID id) {
        return jdbc.sql(select() + FROM + "c.id = :id").param("id", id).query(this::view).optional()
                .orElseThrow(() -> new NotFound("conversation", id));
    }

    private static void flags(Filter filter, List<String> conditions) {
        if (filter.unread() != null) {
            conditions.add(filter.unread() ? "c.unread > 0" : "c.unread = 0");
        }
        if (filter.needsAnswer() != null) {
            conditions.add(filter.needsAnswer() ? "c.needs_answer" : "not c.needs_answer");
        }
        if ("nobody".equals(filter.assignedTo())) {
            conditions.add("c.assigned_to is null");
        }
    }

    /** Beginnings of words in messages are found by their index; a lead by any part of its name or address. */
    private void search(String text, List<String> conditions, Map<String, Object> values) {
        String words = Arrays.stream(text.split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty()).limit(MOST_WORDS)
                .map(word -> word + ":*").collect(Collectors.joining(" & "));
        conditions.add("""
                (concat_ws(' ', l.first_name, l.last_name, l.company, l.email, l.phone, c.address) ilike :like
                    or :words <> '' and (c.lead_id, c.channel) in (
                        select m.lead_id, m.channel from message m
                        where m.direction = 'INBOUND' and %s
                            and to_tsvector('simple'::regconfig, left(coalesce(m.subject, '') || ' '
                                || coalesce(m.body_text, ''), 50000)) @@ to_tsquery('simple'::regconfig, :words)))
                """.formatted(visibility.condition("m.owner_id")));
        values.put("words", words);
        values.put("like", "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
    }

    private ConversationView view(ResultSet row, int number) throws SQLException {
        return new ConversationView(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                row.getString("lead_name"), row.getString("lead_email"), row.getString("lead_phone"),
                row.getString("lead_company"), ChannelType.valueOf(row.getString("channel")),
                Conversation.Status.valueOf(row.getString("status")), row.getInt("unread"),
                row.getBoolean("needs_answer"), row.getString("assigned_to"), row.getString("address"),
                row.getString("our_address"), row.getObject("channel_config_id", UUID.class),
                row.getObject("sender_account_id", UUID.class), row.getString("seen_preview"), row.getString("draft"),
                tree(row.getString("metadata")), row.getTimestamp("last_message_at").toInstant(),
                instant(row, "last_inbound_at"), instant(row, "last_answer_at"),
                row.getTimestamp("created_at").toInstant(), instant(row, "closed_at"), row.getString("closed_by"),
                null);
    }

    private @Nullable JsonNode tree(String metadata) {
        try {
            JsonNode tree = json.readTree(metadata);
            return tree.isEmpty() ? null : tree;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The database gives JSON", impossible);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
