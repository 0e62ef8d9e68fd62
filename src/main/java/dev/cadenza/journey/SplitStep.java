package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.engine.EngineBean;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** Divides the cohort by shares. A lead's share follows from its id and the step's, so it is always the same. */
@EngineBean("splitStep")
class SplitStep implements JavaDelegate {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final CohortSplitter splitter;
    private final PartingLog log;

    SplitStep(CohortContext context, Cohorts cohorts, CohortSplitter splitter, PartingLog log) {
        this.log = log;
        this.context = context;
        this.cohorts = cohorts;
        this.splitter = splitter;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID cohort = context.cohort(execution);
        Journey journey = context.journey(execution);
        Step.Split split = journey.step(execution.getCurrentActivityId(), Step.Split.class);
        Map<CohortSplitter.Way, List<UUID>> parts = new LinkedHashMap<>();
        List<CohortSplitter.Way> ways = new ArrayList<>();
        for (int i = 0; i < split.shares().size(); i++) {
            CohortSplitter.Way way = new CohortSplitter.Way(Integer.toString(i), split.shares().get(i).to());
            ways.add(way);
            parts.put(way, new ArrayList<>());
        }
        List<Cohorts.Traveller> here = cohorts.lockTravellers(cohort);
        for (Cohorts.Traveller traveller : here) {
            parts.get(ways.get(share(split, traveller.leadId()))).add(traveller.enrollmentId());
        }
        log.parted(journey, split, cohort, here, parts);
        execution.setVariableLocal("way", splitter.split(journey, cohort, parts, ways.get(ways.size() - 1)));
    }

    /** The index of the lead's share. */
    static int share(Step.Split split, UUID leadId) {
        CRC32 crc = new CRC32();
        crc.update(split.id().getBytes(StandardCharsets.UTF_8));
        crc.update(ByteBuffer.allocate(16).putLong(leadId.getMostSignificantBits())
                .putLong(leadId.getLeastSignificantBits()).array());
        int point = (int) (crc.getValue() % 100);
        int upTo = 0;
        for (int i = 0; i < split.shares().size(); i++) {
            upTo += split.shares().get(i).percent();
            if (point < upTo) {
                return i;
            }
        }
        return split.shares().size() - 1;
    }
}
