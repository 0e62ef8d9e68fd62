package dev.cadenza.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Visibility;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.MessageContents;
import dev.cadenza.message.MessageContents.Content;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.safety.Safelist;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a lead and we wrote to each other. */
@Component
class Conversations {

    /** Nothing that runs, and no pictures from elsewhere: they would tell their server who reads the mail. */
    private static final Safelist SAFE = Safelist.relaxed().removeTags("img")
            .addEnforcedAttribute("a", "rel", "nofollow noopener noreferrer");

    private final JdbcClient jdbc;
    private final MessageContents contents;
    private final ObjectMapper json;
    private final Visibility visibility;

    Conversations(JdbcClient jdbc, MessageContents contents, ObjectMapper json, Visibility visibility) {
        this.jdbc = jdbc;
        this.contents = contents;
        this.json = json;
        this.visibility = visibility;
    }

    /** Adds an inbound mail. @return the id of its message */
    UUID add(Instant at, ParsedMail mail, UUID leadId, @Nullable Answered answered) {
        UUID id = Ids.next();
        jdbc.sql("""
                insert into message (id, direction, channel, lead_id, owner_id, journey_id, enrollment_id, address,
                    subject, body_html, body_text, in_reply_to, state, provider_id, created_at)
                values (:id, 'INBOUND', 'EMAIL', :lead, :owner, :journey, :enrollment, :address,
                    :subject, :html, :text, :answered, 'RECEIVED', :rfcId, :at)
                """)
                .param("id", id).param("lead", leadId)
                .param("owner", answered == null ? null : answered.ownerId(), Types.OTHER)
                .param("journey", answered == null ? null : answered.journeyId(), Types.OTHER)
                .param("enrollment", answered == null ? null : answered.enrollmentId(), Types.OTHER)
                .param("answered", answered == null ? null : answered.id(), Types.OTHER)
                .param("address", mail.fromAddress() == null ? "unknown" : mail.fromAddress())
                .param("subject", mail.subject(), Types.VARCHAR)
                .param("html", mail.html() == null ? null : safe(mail.html()), Types.VARCHAR)
                .param("text", mail.text(), Types.VARCHAR)
                .param("rfcId", mail.messageId(), Types.VARCHAR).param("at", Timestamp.from(at))
                .update();
        return id;
    }

    /** In the order in which things went out and came in; what is still to go stands last. */
    PageResponse<ConversationEntry> of(UUID leadId, PageQuery query) {
        return of(leadId, null, false, query);
    }

    /** @param channel null for all */
    PageResponse<ConversationEntry> of(UUID leadId, @Nullable ChannelType channel, boolean newestFirst,
            PageQuery query) {
        String only = channel == null ? "" : " and m.channel = '" + channel + "'";
        String turn = newestFirst ? " desc" : "";
        List<Row> rows = jdbc.sql("""
                select m.*, i.id as mail_id, i.classification, i.matched_by, x.data as metadata
                from message m left join inbound_mail i on i.message_id = m.id
                left join message_metadata x on x.message_id = m.id
                where m.lead_id = :lead and """ + " " + visibility.condition("m.owner_id") + only + """

                order by coalesce(m.sent_at, m.fenced_at, case when m.pending then m.scheduled_for end, m.created_at)
                """ + turn + ", m.id" + turn + " limit :size offset :offset")
                .param("lead", leadId).param("size", query.size()).param("offset", query.offset())
                .query((row, number) -> new Row(entry(row), row.getObject("draft_id", UUID.class))).list();
        Map<UUID, Content> drafts = contents.contents(
                rows.stream().map(Row::draftId).filter(Objects::nonNull).distinct().toList());
        long total = jdbc.sql("select count(*) from message m where m.lead_id = ? and "
                        + visibility.condition("m.owner_id") + only).param(leadId)
                .query(Long.class).single();
        return PageResponse.of(rows.stream().map(row -> withContent(row, drafts)).toList(), query.page(),
                query.size(), total);
    }

    private record Row(ConversationEntry entry, @Nullable UUID draftId) {
    }

    private ConversationEntry withContent(Row row, Map<UUID, Content> drafts) {
        Content content = row.draftId() == null ? null : drafts.get(row.draftId());
        if (content == null) {
            return row.entry();
        }
        String text = content.text() != null || content.html() == null ? content.text()
                : contents.plainText(content.html());
        return row.entry().with(content.subject(), content.html(), text);
    }

    private ConversationEntry entry(ResultSet row) throws SQLException {
        String matchedBy = row.getString("matched_by");
        boolean uncertain = matchedBy != null && Match.By.valueOf(matchedBy).uncertain();
        return new ConversationEntry(row.getObject("id", UUID.class), row.getString("direction"),
                row.getString("channel"), row.getString("state"), row.getString("address"), row.getString("subject"),
                row.getString("body_html"), row.getString("body_text"), row.getString("classification"), uncertain,
                row.getObject("owner_id", UUID.class), row.getObject("enrollment_id", UUID.class),
                row.getString("step_id"), row.getObject("in_reply_to", UUID.class),
                row.getObject("mail_id", UUID.class), row.getString("provider_id"), row.getTimestamp("created_at").toInstant(),
                instant(row, "scheduled_for"), instant(row, "sent_at"), instant(row, "delivered_at"),
                instant(row, "opened_at"), instant(row, "clicked_at"), instant(row, "bounced_at"),
                row.getString("error"), tree(row.getString("metadata")));
    }

    private @Nullable JsonNode tree(@Nullable String metadata) {
        try {
            return metadata == null ? null : json.readTree(metadata);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The database gives JSON", impossible);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    private static String safe(String html) {
        return MailText.storable(Jsoup.clean(html, "", SAFE, new OutputSettings().prettyPrint(false)));
    }
}
