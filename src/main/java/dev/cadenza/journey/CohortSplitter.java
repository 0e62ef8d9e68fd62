package dev.cadenza.journey;

import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.draft.Drafts;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;

/**
 * Parts a cohort where its leads go different ways. The largest part stays in the process instance; each other part
 * becomes a cohort with an instance of its own, started before the step where it goes on, in the same transaction.
 * Enrollments move before the new instance starts, because that instance runs to its first wait before its start
 * call returns.
 */
@Component
class CohortSplitter {

    private final Cohorts cohorts;
    private final Drafts drafts;
    private final RuntimeService runtime;

    CohortSplitter(Cohorts cohorts, Drafts drafts, RuntimeService runtime) {
        this.cohorts = cohorts;
        this.drafts = drafts;
        this.runtime = runtime;
    }

    /** The way of one part. @param name what the gateway tests, @param target the step the way leads to */
    record Way(String name, String target) {
    }

    /** @return the way that the leads who stay in this instance go; empty parts are not started */
    String split(Journey journey, UUID cohort, Map<Way, List<UUID>> parts, Way otherwise) {
        Way stays = parts.entrySet().stream()
                .filter(part -> !part.getValue().isEmpty())
                .max(Comparator.comparingInt(part -> part.getValue().size()))
                .map(Map.Entry::getKey).orElse(otherwise);
        Map<Way, List<UUID>> leaving = new LinkedHashMap<>(parts);
        leaving.remove(stays);
        long waited = cohorts.waitedSeconds(cohort);
        leaving.forEach((way, enrollments) -> {
            if (!enrollments.isEmpty()) {
                startPart(journey, cohort, way, enrollments, waited);
            }
        });
        return stays.name();
    }

    private void startPart(Journey journey, UUID from, Way way, List<UUID> enrollments, long waited) {
        UUID part = cohorts.open(journey.id(), from, null, waited);
        cohorts.move(enrollments, part);
        drafts.moveTo(part, enrollments);
        String instance = runtime.createProcessInstanceById(journey.processDefinitionId())
                .businessKey(part.toString())
                .startBeforeActivity(entry(journey, way.target()))
                .execute().getProcessInstanceId();
        cohorts.started(part, instance);
    }

    private static String entry(Journey journey, String stepId) {
        return ProcessTerms.entry(journey.plan(), journey.step(stepId, Step.class));
    }
}
