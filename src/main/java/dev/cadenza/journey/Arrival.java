package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * A cohort that has come to a step.
 *
 * @param visit which time its leads are there, from 1
 * @param travellers who is there, locked
 * @param at when it came
 */
record Arrival(UUID cohort, Journey journey, Step step, int visit, List<Cohorts.Traveller> travellers, Instant at) {

    Arrival {
        travellers = List.copyOf(travellers);
    }

    /** The same for the others of the cohort. */
    Arrival without(Collection<UUID> enrollments) {
        return enrollments.isEmpty() ? this : new Arrival(cohort, journey, step, visit, travellers.stream()
                .filter(traveller -> !enrollments.contains(traveller.enrollmentId())).toList(), at);
    }

    List<UUID> enrollments() {
        return travellers.stream().map(Cohorts.Traveller::enrollmentId).toList();
    }

    List<UUID> leads() {
        return travellers.stream().map(Cohorts.Traveller::leadId).toList();
    }

    <S extends Step> S step(Class<S> type) {
        return type.cast(step);
    }
}
