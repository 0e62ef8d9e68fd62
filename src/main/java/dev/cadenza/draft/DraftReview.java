package dev.cadenza.draft;

import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people do to drafts while their review is open: one by one, or all the rest in one statement. */
@Component
class DraftReview {

    /** SQL: the draft could be sent as it is. */
    static final String COMPLETE = """
            missing = '{}' and attention is null and coalesce(edited_body, generated_body) ~ '\\S'
                and coalesce(edited_subject, generated_subject, '-') ~ '\\S'
            """;

    private final DraftRows rows;
    private final Visibility visibility;
    private final JdbcTemplate jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    DraftReview(DraftRows rows, Visibility visibility, JdbcTemplate jdbc, ActivityLog activity, Clock clock) {
        this.rows = rows;
        this.visibility = visibility;
        this.jdbc = jdbc;
        this.activity = activity;
        this.clock = clock;
    }

    /** @param version the version of the draft that the person has read */
    record Edit(@Nullable String editedSubject, @Nullable String editedBody, @Nullable Integer version) {
    }

    record Decision(@Nullable Integer version, @Nullable String reason) {
    }

    /**
     * @param cohortId whose review it is
     * @param campaignId instead of {@code cohortId}: the campaign's drafts that were written before its launch
     * @param stepId of the review; with a campaign null for all steps
     */
    record RestDecision(@Nullable UUID cohortId, @Nullable String stepId, @Nullable String reason,
            @Nullable UUID campaignId) {

        /** SQL with {@link #arguments}. */
        String scope() {
            return cohortId != null ? "cohort_id = ? and step_id = ?"
                    : "owner_id = ? and enrollment_id is null and step_id = coalesce(?, step_id)";
        }

        @Nullable Object[] arguments(@Nullable Object... others) {
            List<@Nullable Object> all = new ArrayList<>();
            all.add(cohortId != null ? cohortId : campaignId);
            all.add(stepId);
            all.addAll(java.util.Arrays.asList(others));
            return all.toArray();
        }
    }

    /**
     * @param decided drafts that this decision was made about
     * @param undecided drafts that are still without one, because they lack a value or a text
     */
    record RestResult(long decided, long undecided) {
    }

    @Transactional
    public void edit(UUID id, Edit edit) {
        List<FieldError> errors = new ArrayList<>();
        String subject = edit.editedSubject() == null ? null : subject(edit.editedSubject(), errors);
        String body = edit.editedBody() == null ? null : body(edit.editedBody(), errors);
        if (edit.editedSubject() == null && edit.editedBody() == null) {
            errors.add(FieldError.of("editedBody", "required", "Nothing is edited: give a subject, a body, or both."));
        }
        int version = version(edit.version(), errors);
        change(id, Action.EMAIL_DRAFT_EDITED, draft -> draft.edit(subject, body, version, clock.instant()));
    }

    @Transactional
    public void approve(UUID id, Decision decision, String who) {
        int version = version(decision.version(), new ArrayList<>());
        change(id, Action.EMAIL_DRAFTS_APPROVED, draft -> draft.approve(version, who, clock.instant()));
    }

    @Transactional
    public void reject(UUID id, Decision decision, String who) {
        List<FieldError> errors = new ArrayList<>();
        String reason = Texts.clean("reason", decision.reason(), 1_000, errors);
        int version = version(decision.version(), errors);
        change(id, Action.EMAIL_DRAFTS_REJECTED, draft -> draft.reject(version, who, reason, clock.instant()));
    }

    @Transactional
    public void reopen(UUID id, Decision decision) {
        int version = version(decision.version(), new ArrayList<>());
        change(id, Action.EMAIL_DRAFT_REOPENED, draft -> draft.reopen(version, clock.instant()));
    }

    /** Approves every undecided draft of the review that could be sent as it is. */
    @Transactional
    public RestResult approveRest(RestDecision rest, String who) {
        Timestamp now = Timestamp.from(clock.instant());
        List<FieldError> errors = new ArrayList<>();
        requireReview(rest, errors);
        long decided = jdbc.update("""
                with locked as (
                    select id from draft
                    where\s""" + rest.scope() + " and status = 'DRAFT' and concluded_at is null and "
                + COMPLETE + " and " + visibility.condition("draft.owner_id") + """

                    order by id for update)
                update draft set status = 'APPROVED', approved_at = coalesce(approved_at, ?), decided_by = ?,
                    updated_at = ?, version = version + 1
                from locked where draft.id = locked.id""", rest.arguments(now, who, now));
        recordRest(Action.EMAIL_DRAFTS_APPROVED, rest, decided);
        return new RestResult(decided, undecided(rest));
    }

    /** Rejects every undecided draft of the review. */
    @Transactional
    public RestResult rejectRest(RestDecision rest, String who) {
        Timestamp now = Timestamp.from(clock.instant());
        List<FieldError> errors = new ArrayList<>();
        String reason = Texts.clean("reason", rest.reason(), 1_000, errors);
        requireReview(rest, errors);
        long decided = jdbc.update("""
                with locked as (
                    select id from draft
                    where\s""" + rest.scope() + " and status = 'DRAFT' and concluded_at is null and "
                + visibility.condition("draft.owner_id") + """

                    order by id for update)
                update draft set status = 'REJECTED', rejection_reason = ?, decided_by = ?, updated_at = ?,
                    version = version + 1
                from locked where draft.id = locked.id""", rest.arguments(reason, who, now));
        recordRest(Action.EMAIL_DRAFTS_REJECTED, rest, decided);
        return new RestResult(decided, undecided(rest));
    }

    private void recordRest(Action action, RestDecision rest, long decided) {
        if (decided > 0) {
            activity.record(action, null, rest.cohortId() != null
                    ? Map.of("count", decided, "cohortId", rest.cohortId(), "stepId", String.valueOf(rest.stepId()))
                    : Map.of("count", decided, "campaignId", String.valueOf(rest.campaignId())));
        }
    }

    private void change(UUID id, Action action, Consumer<Draft> verb) {
        Draft draft = rows.findById(id).orElseThrow(() -> new NotFound("draft", id));
        int before = draft.version();
        verb.accept(draft);
        // A decision that is repeated changes nothing.
        if (rows.saveAndFlush(draft).version() != before) {
            activity.record(action, id, Map.of("count", 1));
        }
    }

    private long undecided(RestDecision rest) {
        Long count = jdbc.queryForObject(
                "select count(*) from draft where " + rest.scope() + " and status = 'DRAFT' and "
                        + visibility.condition("draft.owner_id"), Long.class, rest.arguments());
        return count == null ? 0 : count;
    }

    private static void requireReview(RestDecision rest, List<FieldError> errors) {
        boolean prepared = rest.cohortId() == null && rest.campaignId() != null;
        if (rest.cohortId() == null && !prepared) {
            errors.add(FieldError.required("cohortId"));
        }
        if (rest.stepId() == null && prepared) {
            return;
        }
        if (rest.stepId() == null || rest.stepId().isBlank()) {
            errors.add(FieldError.required("stepId"));
        } else {
            Texts.clean("stepId", rest.stepId(), 200, errors);
        }
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
    }

    /** A decision is about the text that was read, so the version is required. */
    private static int version(@Nullable Integer version, List<FieldError> errors) {
        if (version == null) {
            errors.add(FieldError.required("version"));
        }
        if (!errors.isEmpty() || version == null) {
            throw new Rejected(errors);
        }
        return version;
    }

    private static String subject(String written, List<FieldError> errors) {
        String subject = Texts.clean("editedSubject", written, Subjects.MAX, errors);
        if (subject == null) {
            if (errors.isEmpty()) {
                errors.add(FieldError.of("editedSubject", "required", "A mail needs a subject."));
            }
            return "";
        }
        if (!dev.cadenza.lead.PlainText.singleLine(subject)) {
            errors.add(FieldError.of("editedSubject", "line-break", "The subject must be one line."));
        }
        return Subjects.oneLine(subject);
    }

    private static String body(String written, List<FieldError> errors) {
        int before = errors.size();
        String body = Texts.clean("editedBody", written, SlottedText.MAX_RENDERED, errors);
        String safe = body == null ? "" : SafeHtml.of(body);
        if (errors.size() == before && SafeHtml.isEmpty(safe)) {
            errors.add(FieldError.of("editedBody", "required", "The body is empty."));
        }
        return safe;
    }
}
