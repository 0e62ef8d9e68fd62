package dev.cadenza.writer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code draft_generation}. */
@Component
class GenerationStore {

    private static final TypeReference<List<StepText>> STEPS = new TypeReference<>() {
    };
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient jdbc;
    private final Clock clock;

    GenerationStore(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void add(GenerationOrder order, WriterKind writer, long leads, long cap) {
        jdbc.sql("""
                insert into draft_generation (campaign_id, state, writer, brief, steps, list_id, segment_id,
                    leads_total,
                    token_cap, started_at)
                values (:id, 'RUNNING', :writer, :brief, cast(:steps as jsonb), :list, :segment, :leads, :cap, :now)""")
                .param("id", order.campaignId()).param("writer", writer.name())
                .param("brief", order.brief(), Types.VARCHAR).param("steps", json(order.steps()))
                .param("list", order.listId(), Types.OTHER).param("segment", order.segmentId(), Types.OTHER)
                .param("leads", leads).param("cap", cap).param("now", now()).update();
    }

    Optional<GenerationView> find(UUID campaignId) {
        return jdbc.sql("select * from draft_generation where campaign_id = :id").param("id", campaignId)
                .query(GenerationStore::view).optional();
    }

    /**
     * Takes a generation that no living turn has: templates first, since they are filled in no time, and then the one
     * that has waited longest. What a turn that died had set aside may have been spent, and counts as spent.
     */
    Optional<GenerationView> claim(UUID claim, Duration lease) {
        return jdbc.sql("""
                update draft_generation set claim = :claim,
                    lease_until = clock_timestamp() + make_interval(secs => :lease),
                    completion_tokens = completion_tokens + case when claim is null then 0 else set_aside end,
                    set_aside = case when claim is null then set_aside else 0 end
                where campaign_id = (select campaign_id from draft_generation
                    where state = 'RUNNING' and (lease_until is null or lease_until < clock_timestamp())
                    order by writer = 'MODEL', lease_until nulls first limit 1 for update skip locked)
                returning *""").param("claim", claim).param("lease", (double) lease.toSeconds())
                .query(GenerationStore::view).optional();
    }

    /** @return false where the turn has lost it */
    boolean renew(UUID claim, Duration lease) {
        return jdbc.sql("""
                update draft_generation set lease_until = clock_timestamp() + make_interval(secs => :lease)
                where claim = :claim""").param("claim", claim).param("lease", (double) lease.toSeconds()).update() == 1;
    }

    /** The node stops: another may take it at once. */
    void release(UUID claim) {
        jdbc.sql("update draft_generation set lease_until = clock_timestamp() where claim = :claim")
                .param("claim", claim).update();
    }

    /** Locks the row, if there is one, before anything else of the campaign: as turns do. */
    void hold(UUID campaignId) {
        jdbc.sql("select 1 from draft_generation where campaign_id = :id for update").param("id", campaignId)
                .query(Integer.class).list();
    }

    /** Locks the row for its turn. @return how many attempts in a row gave nothing; empty where the turn has lost it */
    Optional<Integer> lock(UUID campaignId, UUID claim) {
        return jdbc.sql("""
                select failures from draft_generation where campaign_id = :id and claim = :claim and state = 'RUNNING'
                for update""").param("id", campaignId).param("claim", claim).query(Integer.class).optional();
    }

    void finishTurn(UUID campaignId, Turn turn) {
        jdbc.sql("""
                update draft_generation set state = :state, leads_done = leads_done + :leads,
                    drafts_written = drafts_written + :drafts, drafts_doubtful = drafts_doubtful + :doubtful,
                    after_lead = coalesce(:after, after_lead), failures = :failures, error = :error,
                    claim = null, lease_until = clock_timestamp(), finished_at = case when :state = 'DONE' then :now end
                where campaign_id = :id""")
                .param("state", turn.state().name()).param("leads", turn.leads()).param("drafts", turn.drafts())
                .param("doubtful", turn.doubtful())
                .param("after", turn.after(), Types.OTHER).param("failures", turn.failures())
                .param("error", turn.error(), Types.VARCHAR).param("now", now()).param("id", campaignId).update();
    }

    /** What came of one turn. */
    record Turn(GenerationState state, long leads, long drafts, long doubtful, @Nullable UUID after, int failures,
            @Nullable String error) {
    }

    /** @return false where the cap does not allow it */
    boolean setAside(UUID campaignId, long most) {
        return jdbc.sql("""
                update draft_generation set set_aside = set_aside + :most where campaign_id = :id
                    and prompt_tokens + completion_tokens + set_aside + :most <= token_cap""")
                .param("most", most).param("id", campaignId).update() == 1;
    }

    void spend(UUID campaignId, long setAside, long prompt, long completion) {
        jdbc.sql("""
                update draft_generation set set_aside = greatest(0, set_aside - :most),
                    prompt_tokens = prompt_tokens + :prompt, completion_tokens = completion_tokens + :completion
                where campaign_id = :id""").param("most", setAside).param("prompt", prompt)
                .param("completion", completion).param("id", campaignId).update();
    }

    /** @return false where it is not in one of these states */
    boolean goOn(UUID campaignId, GenerationState... from) {
        return jdbc.sql("update draft_generation set state = 'RUNNING', claim = null, lease_until = null"
                + " where campaign_id = :id and state = any(:from)").param("id", campaignId)
                .param("from", java.util.Arrays.stream(from).map(Enum::name).toArray(String[]::new)).update() == 1;
    }

    void raise(UUID campaignId, long cap) {
        jdbc.sql("update draft_generation set token_cap = :cap where campaign_id = :id").param("cap", cap)
                .param("id", campaignId).update();
    }

    void remove(UUID campaignId) {
        jdbc.sql("delete from draft_generation where campaign_id = :id").param("id", campaignId).update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static String json(List<StepText> steps) {
        try {
            return JSON.writeValueAsString(steps);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A list of texts is always writable as JSON", impossible);
        }
    }

    private static GenerationView view(ResultSet row, int number) throws SQLException {
        try {
            return new GenerationView(row.getObject("campaign_id", UUID.class),
                    GenerationState.valueOf(row.getString("state")), WriterKind.valueOf(row.getString("writer")),
                    row.getString("brief"), row.getLong("leads_total"), row.getLong("leads_done"),
                    row.getLong("drafts_written"), row.getLong("drafts_doubtful"), row.getLong("prompt_tokens"),
                    row.getLong("completion_tokens"), row.getLong("token_cap"), row.getString("error"),
                    row.getObject("started_at", OffsetDateTime.class).toInstant(), instant(row, "finished_at"),
                    JSON.readValue(row.getString("steps"), STEPS), new GenerationView.Audience(
                            row.getObject("list_id", UUID.class), row.getObject("segment_id", UUID.class),
                            row.getObject("after_lead", UUID.class)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("We wrote these steps ourselves", impossible);
        }
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
