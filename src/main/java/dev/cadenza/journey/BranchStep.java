package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Sends each lead of the cohort the first way whose condition holds for it: one query a way. */
@EngineBean("branchStep")
class BranchStep implements JavaDelegate {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final CohortConditions conditions;
    private final CohortSplitter splitter;
    private final PartingLog log;

    BranchStep(CohortContext context, Cohorts cohorts, CohortConditions conditions, CohortSplitter splitter,
            PartingLog log) {
        this.log = log;
        this.context = context;
        this.cohorts = cohorts;
        this.conditions = conditions;
        this.splitter = splitter;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID cohort = context.cohort(execution);
        Journey journey = context.journey(execution);
        Step.Branch branch = journey.step(execution.getCurrentActivityId(), Step.Branch.class);
        Set<UUID> remaining = new LinkedHashSet<>();
        List<Cohorts.Traveller> here = cohorts.lockTravellers(cohort);
        here.forEach(traveller -> remaining.add(traveller.enrollmentId()));
        Map<CohortSplitter.Way, List<UUID>> parts = new LinkedHashMap<>();
        for (int i = 0; i < branch.ways().size(); i++) {
            Step.Way way = branch.ways().get(i);
            List<UUID> matching = new ArrayList<>(conditions.matching(cohort, way.condition()));
            matching.retainAll(remaining);
            matching.forEach(remaining::remove);
            parts.put(new CohortSplitter.Way(Integer.toString(i), way.to()), matching);
        }
        CohortSplitter.Way otherwise = new CohortSplitter.Way("otherwise", branch.otherwise());
        parts.put(otherwise, List.copyOf(remaining));
        log.parted(journey, branch, cohort, here, parts);
        execution.setVariableLocal("way", splitter.split(journey, cohort, parts, otherwise));
    }
}
