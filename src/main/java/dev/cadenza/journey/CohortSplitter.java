package dev.cadenza.journey;

import dev.cadenza.draft.Drafts;
import dev.cadenza.platform.Ids;
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

    /** The way of one part. @param name what the gateway tests, @param target the step or element it leads to */
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
        leaving.forEach((way, enrollments) -> {
            if (!enrollments.isEmpty()) {
                part(journey, cohort, journey.entry(way.target()), enrollments, Preparation.NONE);
            }
        });
        return stays.name();
    }

    /** What is to be noted about a new part before its instance starts. */
    interface Preparation {

        Preparation NONE = part -> { };

        void accept(UUID part);
    }

    /** Makes a cohort of its own of some of the leads, who go on before an element. @return the new cohort */
    UUID part(Journey journey, UUID from, String element, List<UUID> enrollments, Preparation preparation) {
        UUID part = cohorts.open(from);
        cohorts.move(enrollments, part);
        drafts.moveTo(part, enrollments);
        preparation.accept(part);
        cohorts.started(part, start(journey, part, element));
        return part;
    }

    /** Makes a cohort of its own of each of the leads: as many instances, but no more statements for their rows. */
    void single(Journey journey, UUID from, String element, List<UUID> enrollments) {
        Map<UUID, UUID> parts = new LinkedHashMap<>();
        enrollments.forEach(enrollment -> parts.put(enrollment, Ids.next()));
        cohorts.open(from, List.copyOf(parts.values()));
        cohorts.move(parts);
        drafts.moveTo(parts);
        Map<UUID, String> instances = new LinkedHashMap<>();
        parts.values().forEach(part -> instances.put(part, start(journey, part, element)));
        cohorts.started(instances);
    }

    private String start(Journey journey, UUID part, String element) {
        return runtime.createProcessInstanceById(journey.processDefinitionId())
                .businessKey(part.toString())
                .startBeforeActivity(element)
                .execute().getProcessInstanceId();
    }
}
