package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.lead.LeadProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Parts a cohort by the timezones of its leads, since a timer has one time. The largest part stays. */
@EngineBean("zoneStep")
class ZoneStep implements JavaDelegate {

    private final Arrivals arrivals;
    private final Cohorts cohorts;
    private final CohortSplitter splitter;
    private final DraftWriting writing;
    private final StepLog log;

    ZoneStep(Arrivals arrivals, Cohorts cohorts, CohortSplitter splitter, DraftWriting writing, StepLog log) {
        this.arrivals = arrivals;
        this.cohorts = cohorts;
        this.splitter = splitter;
        this.writing = writing;
        this.log = log;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Arrival arrival = arrivals.come(execution);
        if (arrival.travellers().isEmpty()) {
            return;
        }
        Map<String, List<UUID>> zones = zones(arrival);
        String stays = zones.entrySet().stream().max(Comparator.comparingInt(zone -> zone.getValue().size()))
                .map(Map.Entry::getKey).orElseThrow();
        log.waiting(arrival, arrival.enrollments(), null);
        zones.forEach((zone, enrollments) -> {
            if (!zone.equals(stays)) {
                splitter.part(arrival.journey(), arrival.cohort(), arrival.step().id() + "-timer", enrollments,
                        part -> cohorts.livesIn(part, zone));
            }
        });
        cohorts.livesIn(arrival.cohort(), stays);
    }

    private Map<String, List<UUID>> zones(Arrival arrival) {
        String otherwise = arrival.step(Step.WaitUntilTime.class).zone().getId();
        Map<UUID, LeadProfile> leads = new HashMap<>(writing.leadsOf(arrival.travellers()));
        Map<String, List<UUID>> zones = new LinkedHashMap<>();
        arrival.travellers().forEach(traveller -> {
            LeadProfile lead = leads.get(traveller.leadId());
            String zone = lead == null || lead.timezone() == null ? otherwise : lead.timezone();
            zones.computeIfAbsent(zone, z -> new ArrayList<>()).add(traveller.enrollmentId());
        });
        return zones;
    }
}
