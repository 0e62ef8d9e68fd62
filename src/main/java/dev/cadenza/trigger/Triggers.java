package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cadenza.audience.Audiences;
import dev.cadenza.event.LeadEvents;
import dev.cadenza.lead.EventKind;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The triggers of active workflows. */
@Component
public class Triggers {

    private final JdbcTemplate jdbc;
    private final LeadEvents events;
    private final SegmentDeltas segments;
    private final Audiences audiences;
    private final ApplicationEventPublisher publisher;
    private final Clock clock;

    Triggers(JdbcTemplate jdbc, LeadEvents events, SegmentDeltas segments, Audiences audiences,
            ApplicationEventPublisher publisher, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.segments = segments;
        this.audiences = audiences;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** What is wrong with a trigger; fields are relative to its config. Empty where nothing is. */
    public List<FieldError> check(TriggerSpec spec) {
        TriggerConfig config = TriggerConfig.read(spec.type(), object(spec.config()), clock.instant());
        List<FieldError> errors = new ArrayList<>(config.errors());
        if (errors.isEmpty()) {
            requireThere(config, errors);
        }
        return errors;
    }

    /**
     * These are the workflow's triggers from now on, in the caller's transaction. What happens in transactions that
     * begin after it has committed is seen by them, on every node; schedules count from now.
     *
     * @throws Rejected where {@link #check} finds a fault
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void replace(UUID workflowId, List<TriggerSpec> triggers) {
        List<FieldError> errors = triggers.stream().flatMap(trigger -> check(trigger).stream()).toList();
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        jdbc.update("delete from workflow_trigger where workflow_id = ?", workflowId);
        List<ScheduledEntries.Schedule> schedules = new ArrayList<>();
        List<Object[]> rows = new ArrayList<>();
        for (TriggerSpec trigger : triggers) {
            TriggerConfig config = TriggerConfig.read(trigger.type(), object(trigger.config()), clock.instant());
            EventKind kind = config.kind();
            rows.add(new Object[] {workflowId, trigger.node(), trigger.type(), kind == null ? null : kind.name(),
                config.key(), object(trigger.config()).toString()});
            CronTimes times = config.times();
            if (times != null) {
                times.after(clock.instant()).ifPresent(next ->
                        schedules.add(new ScheduledEntries.Schedule(trigger.node(), next)));
            }
        }
        jdbc.batchUpdate("insert into workflow_trigger (workflow_id, node, type, event_kind, event_key, config)"
                + " values (?, ?, ?, ?, ?, ?::jsonb)", rows);
        events.interestsChanged();
        segments.watch();
        publisher.publishEvent(new ScheduledEntries(workflowId, schedules));
    }

    /** The workflow starts nothing any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void remove(UUID workflowId) {
        replace(workflowId, List.of());
    }

    private void requireThere(TriggerConfig config, List<FieldError> errors) {
        try {
            audiences.requireExists(config.listId(), config.segmentId());
            EventKind kind = config.kind();
            String key = config.key();
            if (key != null && (kind == EventKind.LIST_JOINED || kind == EventKind.LIST_LEFT)) {
                audiences.requireExists(UUID.fromString(key), null);
            } else if (key != null && (kind == EventKind.SEGMENT_ENTERED || kind == EventKind.SEGMENT_LEFT)) {
                audiences.requireExists(null, UUID.fromString(key));
            }
        } catch (Rejected rejected) {
            rejected.errors().forEach(error -> errors.add(config.kind() == null ? error
                    : FieldError.of("key", error.code(), error.message())));
        }
    }

    private static JsonNode object(JsonNode config) {
        return config == null ? MissingNode.getInstance() : config;
    }
}
