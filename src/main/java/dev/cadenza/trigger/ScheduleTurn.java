package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.audience.AudienceSql;
import dev.cadenza.audience.Audiences;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets the leads of a schedule in, some thousands in a transaction. */
@Component
class ScheduleTurn {

    static final int AT_ONCE = 2000;

    private final TriggerIndex index;
    private final EntryGate gate;
    private final Audiences audiences;
    private final NamedParameterJdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    ScheduleTurn(TriggerIndex index, EntryGate gate, Audiences audiences, NamedParameterJdbcTemplate jdbc,
            ObjectMapper json, Clock clock) {
        this.index = index;
        this.gate = gate;
        this.audiences = audiences;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /**
     * What a turn has done.
     *
     * @param last the lead to go on after
     * @param nextTime when the schedule fires again; null where it does not
     */
    record Turn(int entered, @Nullable UUID last, boolean more, @Nullable Instant nextTime) {
    }

    /** @param after the last lead of the turn before; null for the first turn */
    @Transactional(propagation = Propagation.MANDATORY)
    Turn next(UUID workflowId, String node, @Nullable UUID after, Instant firedAt) {
        // Nobody comes in by this, but the workflow is neither activated anew nor deactivated before this turn is over.
        gate.let(workflowId, node);
        Optional<ActiveTrigger> found = index.find(workflowId, node);
        CronTimes times = found.map(trigger -> trigger.config().times()).orElse(null);
        if (found.isEmpty() || times == null) {
            return new Turn(0, after, false, null);
        }
        TriggerConfig config = found.get().config();
        AudienceSql audience = audiences.members(config.listId(), config.segmentId());
        AudienceSql rest = after == null ? audience : audience.after(after);
        Map<String, Object> params = new HashMap<>(rest.params());
        params.put("most", AT_ONCE);
        List<UUID> leads = jdbc.queryForList(rest.sql() + " order by " + rest.keys().get(0) + " limit :most", params,
                UUID.class);
        int entered = leads.isEmpty() ? 0 : gate.let(found.get(), leads,
                json.createObjectNode().put("scheduledFor", firedAt.toString()));
        UUID last = leads.isEmpty() ? after : Objects.requireNonNull(leads.get(leads.size() - 1));
        return new Turn(entered, last, leads.size() == AT_ONCE, times.after(clock.instant()).orElse(null));
    }
}
