package dev.cadenza.message;

import dev.cadenza.access.Visibility;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads messages for the API, the newest first. */
@Component
class MessageViews {

    private final JdbcTemplate jdbc;
    private final ObjectProvider<MessageContents> contents;
    private final QueueForecast forecast;
    private final Visibility visibility;

    MessageViews(JdbcTemplate jdbc, ObjectProvider<MessageContents> contents, QueueForecast forecast,
            Visibility visibility) {
        this.jdbc = jdbc;
        this.contents = contents;
        this.forecast = forecast;
        this.visibility = visibility;
    }

    /** What to list; null for any. */
    record Filter(@Nullable MessageState status, @Nullable UUID leadId, @Nullable UUID campaignId,
            @Nullable ChannelType channel) {
    }

    PageResponse<MessageView> page(Filter filter, PageQuery query) {
        List<String> conditions = new ArrayList<>(List.of(visibility.condition("m.owner_id")));
        List<Object> values = new ArrayList<>();
        if (filter.status() != null) {
            conditions.add("m.state = ?" + filter.status().indexed());
            values.add(filter.status().name());
        }
        if (filter.leadId() != null) {
            conditions.add("m.lead_id = ?");
            values.add(filter.leadId());
        }
        if (filter.campaignId() != null) {
            conditions.add("m.owner_id = ?");
            values.add(filter.campaignId());
        }
        if (filter.channel() != null) {
            conditions.add("m.channel = ?");
            values.add(filter.channel().name());
        }
        String where = " from message m where " + String.join(" and ", conditions);
        Long total = jdbc.queryForObject("select count(*)" + where, Long.class, values.toArray());
        values.add(query.offset());
        values.add(query.size());
        List<MessageView> content = jdbc.query("select m.*" + where + " order by m.id desc offset ? limit ?",
                MessageViews::read, values.toArray());
        return PageResponse.of(content, query.page(), query.size(), total == null ? 0 : total);
    }

    MessageView get(UUID id) {
        return jdbc.query("select m.* from message m where m.id = ?", MessageViews::read, id).stream().findFirst()
                .orElseThrow(() -> new NotFound("message", id));
    }

    MessageView.Whole whole(UUID id) {
        MessageView message = get(id);
        Optional<QueueForecast.Forecast> goes = forecast.of(id);
        Instant expectedAt = goes.map(QueueForecast.Forecast::expectedAt).orElse(null);
        String waitsFor = goes.map(QueueForecast.Forecast::reason).filter(r -> !r.isEmpty()).orElse(null);
        MessageContents source = contents.getIfAvailable();
        if (message.draftId() != null && source != null) {
            MessageContents.Content content = source.contents(List.of(message.draftId())).get(message.draftId());
            return content == null ? new MessageView.Whole(message, null, null, null, expectedAt, waitsFor)
                    : new MessageView.Whole(message, content.subject(), content.html(), content.text() != null
                            ? content.text() : source.plainText(String.valueOf(content.html())), expectedAt, waitsFor);
        }
        return jdbc.queryForObject("select subject, body_html, body_text from message where id = ?", (row, number) ->
                new MessageView.Whole(message, row.getString(1), row.getString(2), row.getString(3), expectedAt,
                        waitsFor), id);
    }

    private static MessageView read(ResultSet row, int number) throws SQLException {
        return new MessageView(row.getObject("id", UUID.class), row.getString("direction"), row.getString("channel"),
                row.getString("state"), row.getObject("lead_id", UUID.class), row.getObject("owner_id", UUID.class),
                row.getObject("enrollment_id", UUID.class), row.getString("step_id"),
                row.getObject("draft_id", UUID.class), row.getObject("sender_account_id", UUID.class),
                row.getString("address"), SenderViews.instant(row, "scheduled_for"), row.getInt("attempt"),
                SenderViews.instant(row, "fenced_at"), SenderViews.instant(row, "sent_at"),
                SenderViews.instant(row, "delivered_at"), SenderViews.instant(row, "opened_at"),
                SenderViews.instant(row, "clicked_at"), SenderViews.instant(row, "bounced_at"),
                row.getString("provider_id"), row.getString("error"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
