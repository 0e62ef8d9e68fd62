package dev.cadenza.trigger;

import dev.cadenza.event.EventConsumer;
import dev.cadenza.event.LeadEvent;
import dev.cadenza.event.PartFailed;
import dev.cadenza.lead.EventKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Lets events start workflows: a whole batch is matched in memory, and each trigger that was meant is asked once. */
@Component
class TriggerMatcher implements EventConsumer {

    private static final String WORKFLOW = "workflow:";
    private static final String SEGMENTS = "segments";

    private final TriggerIndex index;
    private final EntryGate gate;
    private final SegmentDeltas segments;

    TriggerMatcher(TriggerIndex index, EntryGate gate, SegmentDeltas segments) {
        this.index = index;
        this.gate = gate;
        this.segments = segments;
    }

    @Override
    public Set<EventKind> interests() {
        EnumSet<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        kinds.addAll(index.now().kinds());
        kinds.addAll(segments.interests());
        return kinds;
    }

    @Override
    public void apply(List<LeadEvent> events) {
        apply(events, part -> true);
    }

    /** Each workflow is a part, so that one that can't be started does not keep leads out of the others. */
    @Override
    public void apply(List<LeadEvent> events, Predicate<String> parts) {
        match(events).forEach((trigger, meant) -> {
            String part = WORKFLOW + trigger.workflowId();
            if (parts.test(part)) {
                PartFailed.within(part, "The workflow " + trigger.workflowId() + " could not be started",
                        () -> gate.let(trigger, meant));
            }
        });
        // After the workflows, which an activation locks first as well.
        if (parts.test(SEGMENTS)) {
            PartFailed.within(SEGMENTS, "", () -> segments.look(events));
        }
    }

    /** Which triggers are meant by which events, in the order of the events. */
    Map<ActiveTrigger, List<LeadEvent>> match(List<LeadEvent> events) {
        TriggerIndex.Now now = index.now();
        Map<ActiveTrigger, List<LeadEvent>> meant = new LinkedHashMap<>();
        for (LeadEvent event : events) {
            now.candidates(event, trigger -> {
                if (trigger.accepts(event)) {
                    meant.computeIfAbsent(trigger, unseen -> new ArrayList<>()).add(event);
                }
            });
        }
        return meant;
    }
}
