package dev.cadenza.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.event.LeadEvent;
import dev.cadenza.event.LeadEvents;
import dev.cadenza.lead.EventKind;
import dev.cadenza.problem.FieldError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The triggers of active workflows by the kind and key of what they wait for: an event finds those that may be meant by
 * two look-ups, however many workflows there are. Each node has it in memory and builds it anew when the version in the
 * database, which every change of a trigger changes in its own transaction, is another one.
 */
@Component
class TriggerIndex {

    private static final Logger LOG = LoggerFactory.getLogger(TriggerIndex.class);

    private final JdbcTemplate jdbc;
    private final LeadEvents events;
    private final ObjectMapper json;
    private final Clock clock;
    private volatile Built built = new Built(-1, Map.of(), Set.of());

    TriggerIndex(JdbcTemplate jdbc, LeadEvents events, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /** @param byKey triggers by kind, then by key; those that take any key are under the empty one */
    private record Built(long version, Map<EventKind, Map<String, List<ActiveTrigger>>> byKey, Set<UUID> segments) {

        private void candidates(LeadEvent event, Consumer<ActiveTrigger> each) {
            Map<String, List<ActiveTrigger>> keys = byKey.get(event.kind());
            if (keys != null) {
                keys.getOrDefault("", List.of()).forEach(each);
                if (event.key() != null && !event.key().isEmpty()) {
                    keys.getOrDefault(event.key(), List.of()).forEach(each);
                }
            }
        }
    }

    /** What is waited for, at this moment of the caller's transaction. */
    final class Now {

        private final Built index = current();

        void candidates(LeadEvent event, Consumer<ActiveTrigger> each) {
            index.candidates(event, each);
        }

        Set<EventKind> kinds() {
            return index.byKey().isEmpty() ? Set.of() : EnumSet.copyOf(index.byKey().keySet());
        }

        /** Segments whose coming and going triggers wait for. */
        Set<UUID> segments() {
            return index.segments();
        }
    }

    Now now() {
        return new Now();
    }

    /** One trigger as it is in the database. */
    Optional<ActiveTrigger> find(UUID workflowId, String node) {
        return read("where workflow_id = ? and node = ?", workflowId, node).stream().findFirst();
    }

    private Built current() {
        long version = events.interestsVersion();
        Built known = built;
        if (known.version() != version) {
            known = build(version);
            built = known;
        }
        return known;
    }

    private Built build(long version) {
        Map<EventKind, Map<String, List<ActiveTrigger>>> byKey = new EnumMap<>(EventKind.class);
        Set<UUID> segments = new HashSet<>();
        for (ActiveTrigger trigger : read("where event_kind is not null")) {
            EventKind kind = trigger.config().kind();
            String key = trigger.config().key();
            if (kind != null) {
                byKey.computeIfAbsent(kind, unseen -> new HashMap<>())
                        .computeIfAbsent(key == null ? "" : key, unseen -> new ArrayList<>()).add(trigger);
                if (key != null && (kind == EventKind.SEGMENT_ENTERED || kind == EventKind.SEGMENT_LEFT)) {
                    segments.add(UUID.fromString(key));
                }
            }
        }
        return new Built(version, byKey, Set.copyOf(segments));
    }

    /** A trigger that can't be read any more starts nothing, rather than everything that its condition would keep out. */
    private List<ActiveTrigger> read(String where, Object... args) {
        List<ActiveTrigger> read = jdbc.query("select workflow_id, node, type, config from workflow_trigger " + where
                + " order by workflow_id, node", (row, number) -> {
                    try {
                        return new ActiveTrigger(row.getObject("workflow_id", UUID.class), row.getString("node"),
                                TriggerConfig.read(row.getString("type"), json.readTree(row.getString("config")),
                                        clock.instant()));
                    } catch (JsonProcessingException impossible) {
                        throw new IllegalStateException("The database gives JSON", impossible);
                    }
                }, args);
        return read.stream().filter(TriggerIndex::readable).toList();
    }

    private static boolean readable(ActiveTrigger trigger) {
        // A schedule whose last time has come is read for that time.
        List<FieldError> errors = trigger.config().errors().stream()
                .filter(error -> !error.field().equals("cron")).toList();
        if (!errors.isEmpty()) {
            LOG.error("The trigger {} of workflow {} can't be read: {}", trigger.node(), trigger.workflowId(), errors);
        }
        return errors.isEmpty();
    }
}
