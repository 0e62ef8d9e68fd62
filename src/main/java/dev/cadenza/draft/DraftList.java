package dev.cadenza.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Visibility;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads drafts with their leads and messages. */
@Component
class DraftList {

    private static final String SELECT = """
            select d.*, m.state as message_state, m.sent_at, l.email, l.company, l.title,
                nullif(concat_ws(' ', nullif(l.first_name, ''), nullif(l.last_name, '')), '') as lead_name,
            """ + "    (" + status() + ") as shown_status";
    // The unique index on what a message is meant for finds it.
    private static final String FROM = """

            from draft d
            left join lead l on l.id = d.lead_id
            left join lateral (
                select m.state, m.sent_at from message m
                where m.enrollment_id = d.enrollment_id and m.step_id = d.step_id and m.direction = 'OUTBOUND'
                order by m.iteration desc limit 1) m on true
            """;
    private static final int EXCERPT = 160;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc;
    private final Visibility visibility;

    DraftList(JdbcClient jdbc, Visibility visibility) {
        this.jdbc = jdbc;
        this.visibility = visibility;
    }

    @Transactional(readOnly = true)
    public DraftView get(UUID id) {
        return jdbc.sql(SELECT + FROM + "where d.id = :id").param("id", id).query((row, number) -> view(row, true))
                .optional().orElseThrow(() -> new NotFound("draft", id));
    }

    @Transactional(readOnly = true)
    public PageResponse<DraftView> page(DraftFilter filter, PageQuery page) {
        Map<String, Object> params = new HashMap<>();
        String where = where(filter, params) + " and " + visibility.condition("d.owner_id");
        long total = jdbc.sql("select count(*)" + FROM + where).params(params).query(Long.class).single();
        List<DraftView> content = jdbc.sql(SELECT + FROM + where + " order by d.id limit :size offset :offset")
                .params(params).param("size", page.size()).param("offset", page.offset())
                .query((row, number) -> view(row, false)).list();
        return PageResponse.of(content, page.page(), page.size(), total);
    }

    @Transactional(readOnly = true)
    public DraftCounts counts(UUID cohortId, String stepId) {
        return jdbc.sql("""
                select count(*) as total,
                    count(*) filter (where status = 'DRAFT') as undecided,
                    count(*) filter (where status = 'DRAFT' and not (""" + DraftReview.COMPLETE + """
                )) as incomplete,
                    count(*) filter (where status in ('APPROVED', 'SCHEDULED')) as approved,
                    count(*) filter (where status = 'REJECTED') as rejected
                from draft where cohort_id = :cohort and step_id = :step and """ + " "
                + visibility.condition("draft.owner_id"))
                .param("cohort", cohortId).param("step", stepId)
                .query((row, number) -> new DraftCounts(row.getLong("total"), row.getLong("undecided"),
                        row.getLong("incomplete"), row.getLong("approved"), row.getLong("rejected")))
                .single();
    }

    private static String where(DraftFilter filter, Map<String, Object> params) {
        StringBuilder where = new StringBuilder("where true");
        and(where, params, "d.owner_id = :campaign", "campaign", filter.campaignId());
        and(where, params, "d.cohort_id = :cohort", "cohort", filter.cohortId());
        and(where, params, "d.step_id = :step", "step", filter.stepId());
        and(where, params, "(" + status() + ") = :status", "status",
                filter.status() == null ? null : filter.status().name());
        if (filter.words() != null && !filter.words().isBlank()) {
            and(where, params, """
                    (concat_ws(' ', l.first_name, l.last_name, l.email, l.company) ilike :words escape '\\'
                        or coalesce(d.edited_subject, d.generated_subject) ilike :words escape '\\'
                        or regexp_replace(coalesce(d.edited_body, d.generated_body), '<[^>]*>', '', 'g')
                            ilike :markup escape '\\')""", "words", Texts.likeAnywhere(filter.words()));
            params.put("markup", Texts.likeAnywhere(SafeHtml.escape(filter.words().strip()).replace("&#39;", "'")
                    .replace("&quot;", "\"")));
        }
        return where.toString();
    }

    private static void and(StringBuilder where, Map<String, Object> params, String condition, String name,
            @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(condition);
            params.put(name, value);
        }
    }

    private static String status() {
        return """
                case when d.status <> 'SCHEDULED' then d.status
                    when m.state = 'SENT' then 'SENT'
                    when m.state in ('FAILED', 'BOUNCED', 'CANCELLED', 'SUPPRESSED') then 'FAILED'
                    else 'SCHEDULED' end""";
    }

    private static DraftView view(ResultSet row, boolean whole) throws SQLException {
        String generatedBody = row.getString("generated_body");
        String editedBody = row.getString("edited_body");
        String generatedSubject = row.getString("generated_subject");
        String editedSubject = row.getString("edited_subject");
        String body = editedBody == null ? generatedBody : editedBody;
        Array missing = row.getArray("missing");
        return new DraftView(row.getObject("id", UUID.class), row.getObject("owner_id", UUID.class),
                row.getObject("cohort_id", UUID.class), row.getObject("enrollment_id", UUID.class),
                row.getString("step_id"), row.getString("draft_type"), row.getString("channel"),
                DraftStatus.valueOf(row.getString("shown_status")),
                editedSubject == null ? generatedSubject : editedSubject, whole ? body : null,
                whole ? generatedSubject : null, whole ? generatedBody : null, whole ? editedSubject : null,
                whole ? editedBody : null, excerpt(body), editedSubject != null || editedBody != null,
                List.of((String[]) missing.getArray()), row.getObject("concluded_at") != null,
                row.getString("message_state"), instant(row, "approved_at"), row.getString("decided_by"),
                row.getString("rejection_reason"), row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant(), row.getInt("version"),
                new DraftView.LeadCard(row.getObject("lead_id", UUID.class), row.getString("lead_name"),
                        row.getString("email"), row.getString("company"), row.getString("title")),
                row.getString("writer") == null ? "TEMPLATE" : row.getString("writer"), row.getString("writer") != null,
                whole ? json(row.getString("personalization_data")) : null, row.getString("attention"),
                instant(row, "exported_at"), instant(row, "sent_at"));
    }

    private static @Nullable JsonNode json(@Nullable String stored) {
        try {
            return stored == null ? null : JSON.readTree(stored);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A column of the type jsonb holds JSON", impossible);
        }
    }

    private static String excerpt(String body) {
        String text = PlainText.of(body).replaceAll("\\s+", " ").strip();
        int end = Math.min(text.length(), EXCERPT);
        return end == text.length() ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
