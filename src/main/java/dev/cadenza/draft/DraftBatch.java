package dev.cadenza.draft;

import dev.cadenza.platform.Ids;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The drafts of one statement: arrays that PostgreSQL unfolds into rows. */
final class DraftBatch {

    private static final String STATEMENT = """
            insert into draft (id, owner_id, journey_id, cohort_id, enrollment_id, lead_id, step_id, draft_type,
                channel, generated_subject, generated_body, content_template, missing, status, rejection_reason,
                concluded_at,
                created_at, updated_at, iteration)
            select r.id, ?, ?, ?, r.enrollment_id, r.lead_id, ?, ?, ?, r.subject, r.body, %s,
                string_to_array(r.missing, '|'),
                case when r.obstacle is not null then 'REJECTED' else ? end, r.obstacle, ?, ?, ?, ?
            from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[]%s)
                as r(id, enrollment_id, lead_id, subject, body, missing, obstacle%s)
            order by r.enrollment_id
            on conflict (enrollment_id, step_id, iteration) do nothing
            returning id, enrollment_id, status""";
    private static final String INSERT = STATEMENT.formatted("null", "", "");
    /** With approved texts, which only few steps have. */
    private static final String INSERT_WITH_CONTENT = STATEMENT.formatted("r.content::jsonb", ", ?::text[]",
            ", content");

    private final DraftOrder order;
    private final Timestamp now;
    private final UUID[] ids;
    private final UUID[] enrollments;
    private final UUID[] leads;
    private final @Nullable String[] subjects;
    private final String[] bodies;
    private final String[] missing;
    private final @Nullable String[] obstacles;
    private final @Nullable String @Nullable [] contents;

    /** @param content the order's approved text; null where it has none */
    DraftBatch(DraftOrder order, Letter letter, @Nullable ApprovedText content, List<Recipient> recipients,
            Timestamp now) {
        this.order = order;
        this.now = now;
        int size = recipients.size();
        ids = new UUID[size];
        enrollments = new UUID[size];
        leads = new UUID[size];
        subjects = new String[size];
        bodies = new String[size];
        missing = new String[size];
        obstacles = new String[size];
        contents = content == null ? null : new String[size];
        for (int i = 0; i < size; i++) {
            Recipient recipient = recipients.get(i);
            Letter.Rendered rendered = letter.render(recipient.lead().variables());
            ids[i] = Ids.next();
            enrollments[i] = recipient.enrollmentId();
            leads[i] = recipient.lead().id();
            subjects[i] = rendered.subject();
            bodies[i] = rendered.body();
            // No variable's name contains the bar, which begins its fallback.
            missing[i] = String.join("|", rendered.missing());
            obstacles[i] = order.reviewed() ? null : rendered.obstacle();
            if (content != null) {
                fill(content.render(recipient.lead().variables()), i);
            }
        }
    }

    /** A value that an approved text lacks can't be edited in, so without it the draft is rejected, reviewed or not. */
    private void fill(ApprovedText.Rendered rendered, int i) {
        if (contents != null) {
            contents[i] = rendered.json();
        }
        if (obstacles[i] == null) {
            obstacles[i] = rendered.obstacle();
        }
    }

    /**
     * @param sendable receives draft by enrollment, without the rejected
     * @return how many rows are new
     */
    int insert(JdbcTemplate jdbc, Map<UUID, UUID> sendable) {
        int[] inserted = {0};
        Object[] arguments = {order.ownerId(), order.journeyId(), order.cohortId(), order.stepId(), order.draftType(),
            order.channel(), order.reviewed() ? "DRAFT" : "SCHEDULED", order.reviewed() ? null : now, now, now,
            order.iteration(), ids, enrollments, leads, subjects, bodies, missing, obstacles};
        if (contents != null) {
            arguments = Arrays.copyOf(arguments, arguments.length + 1);
            arguments[arguments.length - 1] = contents;
        }
        jdbc.query(contents == null ? INSERT : INSERT_WITH_CONTENT, row -> {
            inserted[0]++;
            if (!row.getString("status").equals("REJECTED")) {
                sendable.put(row.getObject("enrollment_id", UUID.class), row.getObject("id", UUID.class));
            }
        }, arguments);
        return inserted[0];
    }
}
