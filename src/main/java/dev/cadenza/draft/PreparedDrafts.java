package dev.cadenza.draft;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.platform.Ids;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Drafts that are written before anybody is enrolled. People edit and decide about them like any others; when the lead
 * comes to the step, the draft that is there is taken and none is written.
 */
@Component
public class PreparedDrafts {

    private final JdbcTemplate jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    PreparedDrafts(JdbcTemplate jdbc, ActivityLog activity, Clock clock) {
        this.jdbc = jdbc;
        this.activity = activity;
        this.clock = clock;
    }

    public record Prepared(UUID leadId, String stepId, String draftType, String channel, WrittenText text) {
    }

    /**
     * Stores what was written, in one statement and in the caller's transaction. A draft that is there already stays.
     *
     * @return how many are new
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int store(UUID ownerId, List<Prepared> drafts) {
        int size = drafts.size();
        @Nullable Object[][] columns = new @Nullable Object[11][];
        columns[0] = new UUID[size];
        columns[1] = new UUID[size];
        for (int i = 2; i < columns.length; i++) {
            columns[i] = new String[size];
        }
        for (int i = 0; i < size; i++) {
            Prepared draft = drafts.get(i);
            WrittenText text = draft.text();
            @Nullable Object[] row = {Ids.next(), draft.leadId(), draft.stepId(), draft.draftType(), draft.channel(),
                text.subject(), text.body(), text.writer(), text.personalization().toString(), text.attention(),
                String.join("|", OpenTags.in(text.subject(), text.body()))};
            for (int column = 0; column < row.length; column++) {
                columns[column][i] = row[column];
            }
        }
        Timestamp now = Timestamp.from(clock.instant());
        int stored = jdbc.update("""
                insert into draft (id, owner_id, lead_id, step_id, draft_type, channel, generated_subject,
                    generated_body,
                    writer, personalization_data, attention, missing, status, created_at, updated_at)
                select r.id, ?, r.lead, r.step, r.type, r.channel, r.subject, r.body, r.writer, r.used::jsonb,
                    r.attention,
                    string_to_array(r.missing, '|'), 'DRAFT', ?, ?
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::text[])
                    as r(id, lead, step, type, channel, subject, body, writer, used, attention, missing)
                where exists (select from lead l where l.id = r.lead)
                on conflict (owner_id, lead_id, step_id) where enrollment_id is null do nothing""",
                ownerId, now, now, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], columns[6],
                columns[7], columns[8], columns[9], columns[10]);
        if (stored > 0) {
            activity.record(Action.EMAIL_DRAFTS_GENERATED, ownerId, Map.of("count", stored));
        }
        return stored;
    }

    /** Throws away what nobody is enrolled with yet. */
    @Transactional(propagation = Propagation.MANDATORY)
    public int discard(UUID ownerId) {
        return jdbc.update("delete from draft where owner_id = ? and enrollment_id is null", ownerId);
    }
}
