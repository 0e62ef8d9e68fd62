package dev.cadenza.campaign;

import dev.cadenza.draft.PlainText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The drafts of a campaign that go into its file. */
@Component
class ExportRows {

    /**
     * What was approved or needs no approval, is complete, and is for somebody who may be written to; what has been
     * sent stays in the file whatever became of the lead.
     */
    private static final String EXPORTED = """
            d.owner_id = :campaign and d.status <> 'REJECTED'
                and (d.status in ('APPROVED', 'SCHEDULED') or not :reviewed and d.missing = '{}' and d.attention is null)
                and coalesce(d.edited_body, d.generated_body) ~ '\\S'
                and (exists (select from message m where m.draft_id = d.id and m.sent_at is not null)
                    or exists (select from lead l where l.id = d.lead_id and not l.stopped_automation
                        and not exists (select from suppression s where s.channel = d.channel
                            and s.address = case d.channel when 'EMAIL' then l.email else l.phone end)))""";

    private final JdbcClient jdbc;

    ExportRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One draft with its lead. @param scheduledFor when its message is to go; null where there is none yet */
    record Row(UUID id, UUID leadId, @Nullable String email, @Nullable String phone, @Nullable String firstName,
            @Nullable String lastName, @Nullable String company, @Nullable String title, @Nullable String timezone,
            String stepId, String draftType, String channel, @Nullable String subject, String body,
            @Nullable Instant scheduledFor, @Nullable Instant sentAt) {
    }

    /** Marks what goes into the file. @return how many drafts */
    int mark(UUID campaign, boolean reviewed, Instant now) {
        return jdbc.sql("update draft d set exported_at = :now where " + EXPORTED).param("campaign", campaign)
                .param("reviewed", reviewed).param("now", now.atOffset(ZoneOffset.UTC)).update();
    }

    /** The next drafts of the file that was made at {@code at}, in the order in which they were written. */
    List<Row> page(UUID campaign, Instant at, UUID after, int most) {
        return jdbc.sql("""
                select d.id, d.lead_id, l.email, l.phone, l.first_name, l.last_name, l.company, l.title, l.timezone,
                    d.step_id, d.draft_type, d.channel, coalesce(d.edited_subject, d.generated_subject) as subject,
                    coalesce(d.edited_body, d.generated_body) as body, m.scheduled_for, m.sent_at
                from draft d join lead l on l.id = d.lead_id
                left join lateral (select m.scheduled_for, m.sent_at from message m where m.enrollment_id = d.enrollment_id
                    and m.step_id = d.step_id and m.direction = 'OUTBOUND' order by m.iteration desc limit 1) m on true
                where d.owner_id = :campaign and d.exported_at = :at and d.id > :after
                order by d.id limit :most""").param("campaign", campaign).param("at", at.atOffset(ZoneOffset.UTC))
                .param("after", after).param("most", most).query(ExportRows::row).list();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class), row.getString("email"),
                row.getString("phone"), row.getString("first_name"), row.getString("last_name"), row
                        .getString("company"),
                row.getString("title"), row.getString("timezone"), row.getString("step_id"), row
                        .getString("draft_type"),
                row.getString("channel"), row.getString("subject"), PlainText.of(row.getString("body")),
                instant(row, "scheduled_for"), instant(row, "sent_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
