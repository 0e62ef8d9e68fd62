package dev.cadenza.draft;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.message.MessageContents;
import dev.cadenza.problem.Conflict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Writes drafts for cohorts and says what came of their review. One statement for up to {@value #BATCH} leads. Every
 * method may be repeated: what was done already is not done twice. Statements that change several drafts lock them in
 * the order of their ids, so that no two of them wait for each other.
 */
@Component
public class Drafts implements MessageContents {

    private static final int BATCH = 500;
    private static final RowMapper<WrittenDraft> WRITTEN = (row, number) -> new WrittenDraft(
            row.getObject("id", UUID.class), row.getObject("enrollment_id", UUID.class));

    private final JdbcTemplate jdbc;
    private final Letters letters;
    private final ActivityLog activity;
    private final Clock clock;

    Drafts(JdbcTemplate jdbc, Letters letters, ActivityLog activity, Clock clock) {
        this.jdbc = jdbc;
        this.letters = letters;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * Writes one draft for each recipient that has none for this step yet, and returns the new and the earlier ones in
     * the order of the recipients. Where nobody reviews, a draft that lacks a value is rejected at once, with the
     * reason, and only scheduled drafts are returned; with a review it waits for a person's edit, and all but rejected
     * drafts are returned.
     *
     * @throws dev.cadenza.problem.Rejected where the template is faulty
     */
    @Transactional
    public List<WrittenDraft> write(DraftOrder order, List<Recipient> recipients) {
        Letter letter = letters.of(order.subject(), order.body());
        ApprovedText content = order.content() == null ? null : new ApprovedText(order.content(), letters);
        List<WrittenDraft> written = new ArrayList<>(recipients.size());
        for (int from = 0; from < recipients.size(); from += BATCH) {
            written.addAll(writeBatch(order, letter, content,
                    recipients.subList(from, Math.min(from + BATCH, recipients.size()))));
        }
        return written;
    }

    private List<WrittenDraft> writeBatch(DraftOrder order, Letter letter, @Nullable ApprovedText content,
            List<Recipient> recipients) {
        Map<UUID, UUID> sendable = new HashMap<>();
        Adoption.adopt(jdbc, order, recipients, Timestamp.from(clock.instant()));
        int inserted = new DraftBatch(order, letter, content, recipients, Timestamp.from(clock.instant()))
                .insert(jdbc, sendable);
        if (inserted > 0) {
            activity.record(Action.EMAIL_DRAFTS_GENERATED, order.ownerId(), Map.of("count", inserted, "stepId",
                    order.stepId()));
        }
        if (inserted < recipients.size()) {
            jdbc.query("""
                    select id, enrollment_id from draft
                    where enrollment_id = any(?) and step_id = ? and iteration = ?
                        and (status = 'SCHEDULED' or ? and status <> 'REJECTED')""",
                    row -> {
                        sendable.put(row.getObject("enrollment_id", UUID.class), row.getObject("id", UUID.class));
                    },
                    recipients.stream().map(Recipient::enrollmentId).toArray(UUID[]::new), order.stepId(),
                    order.iteration(), order.reviewed());
        }
        return recipients.stream().map(Recipient::enrollmentId).distinct().filter(sendable::containsKey)
                .map(enrollment -> new WrittenDraft(sendable.get(enrollment), enrollment)).toList();
    }

    /**
     * Ends the review of a step's drafts: nobody can change them or take a decision back afterwards, and what is
     * approved is scheduled.
     *
     * @throws Conflict while drafts are undecided
     */
    @Transactional
    public ReviewResult conclude(UUID cohortId, String stepId) {
        // First close, then count: a decision that is taken back at the same time either waits for us, and finds the
        // review closed, or is seen by the count.
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update("""
                with locked as (
                    select id from draft
                    where cohort_id = ? and step_id = ? and status in ('APPROVED', 'REJECTED') and concluded_at is null
                    order by id for update)
                update draft set concluded_at = ?, updated_at = ?, version = version + 1,
                    status = case status when 'APPROVED' then 'SCHEDULED' else status end
                from locked where draft.id = locked.id""",
                cohortId, stepId, now, now);
        long undecided = undecided(cohortId, stepId);
        if (undecided > 0) {
            throw new Conflict("drafts-undecided", undecided == 1
                    ? "One draft is undecided. Approve or reject it first."
                    : undecided + " drafts are undecided. Approve or reject them first.");
        }
        List<WrittenDraft> approved = new ArrayList<>();
        List<UUID> rejected = new ArrayList<>();
        jdbc.query("select id, enrollment_id, status from draft where cohort_id = ? and step_id = ? order by id",
                row -> {
                    WrittenDraft draft = WRITTEN.mapRow(row, 0);
                    if (row.getString("status").equals("REJECTED")) {
                        rejected.add(draft.enrollmentId());
                    } else {
                        approved.add(draft);
                    }
                }, cohortId, stepId);
        return new ReviewResult(approved, rejected);
    }

    /** Schedules what is approved and not scheduled yet, and returns all scheduled drafts of the step. */
    @Transactional
    public List<WrittenDraft> schedule(UUID cohortId, String stepId) {
        return schedule(cohortId, stepId, 0);
    }

    /** The same for the time that the leads come to the step, from 0. */
    @Transactional
    public List<WrittenDraft> schedule(UUID cohortId, String stepId, int iteration) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update("""
                with locked as (
                    select id from draft where cohort_id = ? and step_id = ? and iteration = ? and status = 'APPROVED'
                    order by id for update)
                update draft set status = 'SCHEDULED', concluded_at = ?, updated_at = ?, version = version + 1
                from locked where draft.id = locked.id""", cohortId, stepId, iteration, now, now);
        return jdbc.query("""
                select id, enrollment_id from draft
                where cohort_id = ? and step_id = ? and iteration = ? and status = 'SCHEDULED' order by id""",
                WRITTEN, cohortId, stepId, iteration);
    }

    /** How many drafts wait for a person's decision. */
    @Transactional(readOnly = true)
    public long undecided(UUID cohortId, String stepId) {
        Long count = jdbc.queryForObject(
                "select count(*) from draft where cohort_id = ? and step_id = ? and status = 'DRAFT'",
                Long.class, cohortId, stepId);
        return count == null ? 0 : count;
    }

    /** Takes the drafts of enrollments along that now travel in another cohort. */
    @Transactional
    public void moveTo(UUID newCohortId, Collection<UUID> enrollmentIds) {
        jdbc.update("""
                with locked as (select id from draft where enrollment_id = any(?) order by id for update)
                update draft set cohort_id = ? from locked where draft.id = locked.id""",
                enrollmentIds.toArray(UUID[]::new), newCohortId);
    }

    /** The same where each travels in a cohort of its own. */
    @Transactional
    public void moveTo(Map<UUID, UUID> cohortByEnrollment) {
        jdbc.update("""
                with locked as (
                    select d.id, q.cohort from draft d join unnest(?::uuid[], ?::uuid[]) as q(enrollment, cohort)
                        on d.enrollment_id = q.enrollment order by d.id for update of d)
                update draft set cohort_id = locked.cohort from locked where draft.id = locked.id""",
                cohortByEnrollment.keySet().toArray(UUID[]::new), cohortByEnrollment.values().toArray(UUID[]::new));
    }

    /**
     * Rejects what is not scheduled yet of enrollments that have left their journey, so that no review waits for it.
     *
     * @return how many drafts
     */
    @Transactional
    public int withdraw(Collection<UUID> enrollmentIds, String reason) {
        Timestamp now = Timestamp.from(clock.instant());
        return jdbc.update("""
                with locked as (
                    select id from draft where enrollment_id = any(?) and status in ('DRAFT', 'APPROVED')
                    order by id for update)
                update draft set status = 'REJECTED', rejection_reason = ?, concluded_at = ?, updated_at = ?,
                    version = version + 1
                from locked where draft.id = locked.id""",
                enrollmentIds.toArray(UUID[]::new), reason, now, now);
    }

    /** The content of scheduled drafts, which can't change any more. Others have no entry. */
    @Override
    @Transactional(readOnly = true)
    public Map<UUID, Content> contents(Collection<UUID> draftIds) {
        Map<UUID, Content> contents = new HashMap<>(draftIds.size() * 2);
        jdbc.query("""
                select id, coalesce(edited_subject, generated_subject) as subject,
                    coalesce(edited_body, generated_body) as body, content_template
                from draft where id = any(?) and status = 'SCHEDULED'""",
                row -> {
                    contents.put(row.getObject("id", UUID.class), content(row));
                }, (Object) draftIds.toArray(UUID[]::new));
        return contents;
    }

    private static Content content(ResultSet row) throws SQLException {
        return new Content(row.getString("subject"), row.getString("body"), null, row.getString("content_template"));
    }

    @Override
    public String plainText(String html) {
        return PlainText.of(html);
    }
}
