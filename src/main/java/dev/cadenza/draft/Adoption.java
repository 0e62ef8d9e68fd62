package dev.cadenza.draft;

import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Takes drafts that were prepared along when their leads are enrolled. What nobody reviews any more and somebody should
 * have looked at is rejected with the reason, as a draft without a value is.
 */
final class Adoption {

    private static final String OBSTACLE = """
            case when d.attention is not null then d.attention
                when d.missing <> '{}' then 'no value for ' || array_to_string(d.missing, ', ')
                when not (coalesce(d.edited_body, d.generated_body) ~ '\\S') then 'the text is empty' end""";
    private static final String ADOPT = """
            update draft d set journey_id = ?, cohort_id = ?, channel = ?, enrollment_id = r.enrollment, updated_at = ?,
                version = version + 1,
                status = case when d.status = 'REJECTED' or ? then d.status
                    when d.status = 'DRAFT' and (OBSTACLE) is not null then 'REJECTED' else 'SCHEDULED' end,
                rejection_reason = case when d.status = 'DRAFT' and not ? then (OBSTACLE) else d.rejection_reason end,
                concluded_at = case when ? then null else ?::timestamptz end
            from unnest(?::uuid[], ?::uuid[]) as r(enrollment, lead)
            where d.owner_id = ? and d.step_id = ? and d.lead_id = r.lead and d.enrollment_id is null
                and not exists (select from draft other where other.enrollment_id = r.enrollment
                    and other.step_id = d.step_id)""".replace("OBSTACLE", OBSTACLE);

    private Adoption() {
    }

    static void adopt(JdbcTemplate jdbc, DraftOrder order, List<Recipient> recipients, Timestamp now) {
        // Most owners have none: one look into an index that holds nothing but prepared drafts. The order is that
        // index's: without it a plan made while the table was small may read all drafts of the owner, at every send.
        List<Integer> any = jdbc.queryForList("select 1 from draft where owner_id = ? and enrollment_id is null"
                + " order by lead_id, step_id limit 1", Integer.class, order.ownerId());
        if (any.isEmpty()) {
            return;
        }
        jdbc.update(ADOPT, order.journeyId(), order.cohortId(), order.channel(), now, order.reviewed(), order
                .reviewed(), order.reviewed(),
                now, recipients.stream().map(Recipient::enrollmentId).toArray(UUID[]::new),
                recipients.stream().map(recipient -> recipient.lead().id()).toArray(UUID[]::new), order.ownerId(),
                order.stepId());
    }
}
