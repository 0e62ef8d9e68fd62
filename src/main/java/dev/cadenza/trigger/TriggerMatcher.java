package dev.cadenza.trigger;

import dev.cadenza.event.EventConsumer;
import dev.cadenza.event.LeadEvent;
import dev.cadenza.lead.EventKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Lets events start workflows: a whole batch is matched in memory, and each trigger that was meant is asked once. */
@Component
class TriggerMatcher implements EventConsumer {

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
        match(events).forEach(gate::let);
        // After the workflows, which an activation locks first as well.
        segments.look(events);
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
