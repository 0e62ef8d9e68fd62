package dev.cadenza.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import dev.cadenza.event.LeadEvent;
import dev.cadenza.lead.EventKind;
import dev.cadenza.message.LaneSettings;
import dev.cadenza.message.Lanes;
import dev.cadenza.message.SendWindow;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.Marketing;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Workflows without their editor: plans that leads are let into, and what happens to them on the way. */
@Component
public class Passages {

    private final Journeys journeys;
    private final Lanes lanes;
    private final Marketing marketing;
    private final JourneyEvents events;
    private final TransactionTemplate transaction;
    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    Passages(Journeys journeys, Lanes lanes, Marketing marketing, JourneyEvents events,
            TransactionTemplate transaction, JdbcTemplate jdbc, ObjectMapper json, Clock clock) {
        this.journeys = journeys;
        this.lanes = lanes;
        this.marketing = marketing;
        this.events = events;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** Deploys steps as a workflow of its own; the first is where leads come in. */
    Journey workflow(Step... steps) {
        UUID owner = UUID.randomUUID();
        return workflow(owner, new Plan("flow-" + owner, "Flow", steps[0].id(), List.of(steps)));
    }

    Journey workflow(UUID owner, Plan plan) {
        return workflow(owner, plan, true);
    }

    /** @param stays whether a reply does not end the passage */
    Journey workflow(UUID owner, Plan plan, boolean stays) {
        UUID sender = marketing.aSender();
        SendWindow window = SendWindow.always(ZoneOffset.UTC);
        UUID lane = lanes.open(new LaneSettings(sender, owner, null, 0, window, false, false, false));
        return journeys.deploy(owner, plan, new JourneySettings(lane, sender, window, false, 500, Map.of(), true, stays));
    }

    List<UUID> enter(Journey journey, List<UUID> leads) {
        return enter(journey, leads, JsonNodeFactory.instance.objectNode(), new ReEntry(ReEntry.Rule.ALWAYS, null)).entered();
    }

    Journeys.Entries enter(Journey journey, List<UUID> leads, JsonNode data, ReEntry rule) {
        return journeys.enter(journey.id(), leads.stream().map(lead -> new Entry(lead, "trigger", null, data)).toList(),
                rule);
    }

    /** Writes the event and applies it, as the stream does. */
    LeadEvent happens(UUID lead, EventKind kind, String key, JsonNode payload) {
        LeadEvent event = written(lead, kind, key, payload);
        applied(event);
        return event;
    }

    LeadEvent happens(UUID lead, EventKind kind) {
        return happens(lead, kind, null, JsonNodeFactory.instance.objectNode());
    }

    LeadEvent written(UUID lead, EventKind kind, String key, JsonNode payload) {
        Instant now = clock.instant();
        LeadEvent event = new LeadEvent(Ids.next(), lead, kind, key, payload, now, 0);
        jdbc.update("insert into lead_event(id, lead_id, kind, key, payload, occurred_at, recorded_at, applied_at)"
                + " values (?, ?, ?, ?, ?::jsonb, ?, ?, ?)", event.id(), lead, kind.name(), key, payload.toString(),
                Timestamp.from(now), Timestamp.from(now), Timestamp.from(now));
        return event;
    }

    void applied(LeadEvent... happened) {
        transaction.executeWithoutResult(status -> events.apply(List.of(happened)));
    }

    /** Steps that the lead came through, from the log, such as {@code mail:COMPLETED}. */
    List<String> log(Journey journey, UUID lead) {
        return jdbc.queryForList("select l.step || ':' || l.status from execution_log l join enrollment e"
                + " on e.id = l.enrollment_id where e.journey_id = ? and e.lead_id = ? order by e.entry, l.seq",
                String.class, journey.id(), lead);
    }

    String status(Journey journey, UUID lead) {
        return jdbc.queryForObject("select status from enrollment where journey_id = ? and lead_id = ?"
                + " order by entry desc limit 1", String.class, journey.id(), lead);
    }

    UUID enrollment(Journey journey, UUID lead) {
        return jdbc.queryForObject("select id from enrollment where journey_id = ? and lead_id = ?"
                + " order by entry desc limit 1", UUID.class, journey.id(), lead);
    }

    JsonNode json(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException bad) {
            throw new IllegalArgumentException(bad);
        }
    }

    /** A workflow that is one task of a marketer, with a lead in it. @return the process definition's id */
    public String aTaskFor(UUID lead) {
        Journey journey = workflow(new Step.HumanTask("call", "Call the lead", "marketer", "Call {{firstName}} <b>now</b>.",
                null, List.of(new Step.Field("budget", "Budget", "number", true, List.of()),
                new Step.Field("size", "Size", "choice", false, List.of("Small", "Large"))),
                List.of(new Step.Outcome("Interested", "yes"), new Step.Outcome("Never", "no"))),
                new Step.End("yes", "Yes"), new Step.End("no", "No"));
        enter(journey, List.of(lead));
        return journey.processDefinitionId();
    }

    /** The answers that a lead has brought along, as JSON. */
    public String answers(UUID lead) {
        return jdbc.queryForObject("select string_agg(a.outcome || ' ' || a.body, ',') from step_answer a"
                + " join enrollment e on e.id = a.enrollment_id where e.lead_id = ?", String.class, lead);
    }
}
