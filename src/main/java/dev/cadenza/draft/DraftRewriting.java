package dev.cadenza.draft;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Has one draft written again: what is to be replaced is read first, and replaced if nobody changed it meanwhile. */
@Component
public class DraftRewriting {

    private final DraftRows rows;
    private final DraftList list;
    private final JdbcTemplate jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    DraftRewriting(DraftRows rows, DraftList list, JdbcTemplate jdbc, ActivityLog activity, Clock clock) {
        this.rows = rows;
        this.list = list;
        this.jdbc = jdbc;
        this.activity = activity;
        this.clock = clock;
    }

    /** A text as it stands now, with the edit where there is one. */
    public record Standing(@Nullable String subject, String body) {
    }

    /** @param texts what stands now for this lead and owner, by step: the draft itself among them */
    public record Rewritable(UUID ownerId, UUID leadId, String stepId, Map<String, Standing> texts) {
    }

    /** @throws dev.cadenza.problem.Conflict where it can't be written again now, or is not the version that was read */
    @Transactional(readOnly = true)
    public Rewritable open(UUID id, int version) {
        Draft draft = rows.findById(id).orElseThrow(() -> new NotFound("draft", id));
        draft.requireRewritable(version);
        Map<String, Standing> texts = new LinkedHashMap<>();
        jdbc.query("""
                select step_id, coalesce(edited_subject, generated_subject), coalesce(edited_body, generated_body)
                from draft
                where owner_id = ? and lead_id = ? and status <> 'REJECTED' order by id""",
                row -> {
                    texts.put(row.getString(1), new Standing(row.getString(2), row.getString(3)));
                }, draft.ownerId(), draft.leadId());
        return new Rewritable(draft.ownerId(), draft.leadId(), draft.stepId(), texts);
    }

    @Transactional
    public DraftView replace(UUID id, int version, WrittenText text) {
        Draft draft = rows.findById(id).orElseThrow(() -> new NotFound("draft", id));
        draft.rewrite(text, version, clock.instant());
        rows.saveAndFlush(draft);
        activity.record(Action.EMAIL_DRAFT_REWRITTEN, id, Map.of("writer", text.writer()));
        return list.get(id);
    }
}
