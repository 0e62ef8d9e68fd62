package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Notes which way each lead went where leads part, in journeys that keep a log; before they part. */
@Component
class PartingLog {

    private final StepLog log;
    private final Cohorts cohorts;

    PartingLog(StepLog log, Cohorts cohorts) {
        this.log = log;
        this.cohorts = cohorts;
    }

    void parted(Journey journey, Step step, UUID cohort, List<Cohorts.Traveller> travellers,
            Map<CohortSplitter.Way, List<UUID>> parts) {
        if (!journey.settings().logged()) {
            return;
        }
        int visit = journey.loops() ? cohorts.visit(cohort, step.id()) : 1;
        List<StepLog.Line> lines = new ArrayList<>(travellers.size());
        parts.forEach((way, enrollments) -> enrollments.forEach(id -> lines.add(new StepLog.Line(id,
                StepLog.Status.COMPLETED, Map.of("way", way.name(), "next", way.target()), null))));
        log.write(new Arrival(cohort, journey, step, visit, travellers, log.now()), lines);
    }
}
