package dev.cadenza.journey;

import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.event.EventConsumer;
import dev.cadenza.event.LeadEvent;
import dev.cadenza.lead.EventKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets leads go on to whom has happened what they wait for, and lets those leave who have reached their goal. Passages
 * are locked in the order of their ids, then cohorts in the order of theirs, as every step does that moves leads.
 */
@Component
@Order(100)
class JourneyEvents implements EventConsumer {

    private final JourneyInterests interests;
    private final Awaiting awaiting;
    private final JourneyStore journeys;
    private final Arrivals arrivals;
    private final Cohorts cohorts;
    private final CohortSplitter splitter;
    private final Departures departures;
    private final StepLog log;
    private final RuntimeService runtime;
    private final JdbcClient jdbc;

    JourneyEvents(JourneyInterests interests, Awaiting awaiting, JourneyStore journeys, Arrivals arrivals, Cohorts cohorts,
            CohortSplitter splitter, Departures departures, StepLog log, RuntimeService runtime, JdbcClient jdbc) {
        this.interests = interests;
        this.awaiting = awaiting;
        this.journeys = journeys;
        this.arrivals = arrivals;
        this.cohorts = cohorts;
        this.splitter = splitter;
        this.departures = departures;
        this.log = log;
        this.runtime = runtime;
        this.jdbc = jdbc;
    }

    @Override
    public Set<EventKind> interests() {
        return interests.kinds();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void apply(List<LeadEvent> events) {
        Map<UUID, List<LeadEvent>> byLead = events.stream().collect(Collectors.groupingBy(LeadEvent::leadId));
        if (interests.goals(events.stream().map(LeadEvent::kind).collect(Collectors.toSet()))) {
            // Who is just coming in: see JourneyEntering.
            jdbc.sql("select id from lead where id = any(cast(:leads as uuid[])) order by id for no key update")
                    .param("leads", byLead.keySet().toArray(UUID[]::new)).query(UUID.class).list();
        }
        List<Awaiting.Open> open = awaiting.lock(byLead.keySet(),
                events.stream().map(event -> event.kind().name()).collect(Collectors.toSet()));
        Map<UUID, Awaiting.Open> goals = new LinkedHashMap<>();
        Map<UUID, Came> waits = new LinkedHashMap<>();
        for (Awaiting.Open one : open) {
            LeadEvent event = first(one, byLead.getOrDefault(one.leadId(), List.of()));
            if (event != null && one.goal()) {
                goals.putIfAbsent(one.enrollmentId(), one);
            } else if (event != null) {
                waits.put(one.enrollmentId(), new Came(one, event));
            }
        }
        waits.keySet().removeAll(goals.keySet());
        reached(goals.values());
        goOn(waits.values());
    }

    private record Came(Awaiting.Open open, LeadEvent event) {
    }

    private static @Nullable LeadEvent first(Awaiting.Open open, List<LeadEvent> events) {
        return events.stream()
                .filter(event -> event.kind() == open.kind() && (open.key() == null || open.key().equals(event.key()))
                        && !event.occurredAt().isBefore(open.since())
                        && (open.condition() == null || open.condition().holds(event.payload())))
                .findFirst().orElse(null);
    }

    private void reached(Iterable<Awaiting.Open> goals) {
        Map<Goal, List<UUID>> byGoal = new LinkedHashMap<>();
        goals.forEach(goal -> byGoal.computeIfAbsent(new Goal(goal.journeyId(), goal.step()), g -> new ArrayList<>())
                .add(goal.enrollmentId()));
        byGoal.forEach((goal, enrollments) -> {
            Journey journey = journeys.known(goal.journeyId());
            departures.reachedGoal(enrollments, journey.step(goal.step(), Step.Goal.class).name());
            log.write(new Arrival(goal.journeyId(), journey, journey.step(goal.step(), Step.Goal.class), 1, List.of(),
                    log.now()), enrollments.stream().map(id -> new StepLog.Line(id, StepLog.Status.COMPLETED,
                    Map.of("reached", "by an event"), null)).toList());
        });
    }

    private record Goal(UUID journeyId, String step) {
    }

    private void goOn(Iterable<Came> waits) {
        Map<UUID, List<Came>> byCohort = new TreeMap<>();
        waits.forEach(came -> byCohort.computeIfAbsent(came.open().cohortId(), c -> new ArrayList<>()).add(came));
        if (byCohort.isEmpty()) {
            return;
        }
        Map<UUID, Standing> standing = standing(byCohort.keySet());
        byCohort.forEach((cohort, came) -> goOn(cohort, came, standing.get(cohort)));
    }

    private record Standing(String instance, int inside) {
    }

    private Map<UUID, Standing> standing(Set<UUID> cohortIds) {
        UUID[] ids = cohortIds.toArray(UUID[]::new);
        jdbc.sql("select id from cohort where id = any(cast(:ids as uuid[])) order by id for update").param("ids", ids)
                .query(UUID.class).list();
        Map<UUID, Standing> standing = new HashMap<>();
        jdbc.sql("""
                select c.id, c.process_instance_id, count(e.id) as inside
                from cohort c left join enrollment e on e.cohort_id = c.id and e.status in ('PENDING', 'IN_PROGRESS')
                where c.id = any(cast(:ids as uuid[])) group by c.id
                """).param("ids", ids).query(row -> {
                    standing.put(row.getObject(1, UUID.class), new Standing(row.getString(2), row.getInt(3)));
                });
        return standing;
    }

    private void goOn(UUID cohort, List<Came> came, Standing standing) {
        Awaiting.Open wait = came.get(0).open();
        Journey journey = journeys.known(wait.journeyId());
        Step.WaitFor step = journey.step(wait.step(), Step.WaitFor.class);
        Set<UUID> enrollments = came.stream().map(one -> one.open().enrollmentId())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        awaiting.over(enrollments);
        if (journey.settings().logged()) {
            Arrival there = arrivals.there(cohort, journey, step);
            log.write(there, came.stream().map(one -> new StepLog.Line(one.open().enrollmentId(),
                    StepLog.Status.COMPLETED, Map.of("way", ProcessTerms.HAPPENED, "event", one.event().id()), null))
                    .toList());
        }
        if (enrollments.size() < standing.inside()) {
            splitter.part(journey, cohort, journey.entry(step.then()), List.copyOf(enrollments), cohorts::anchor);
        } else {
            cohorts.anchor(cohort);
            runtime.createMessageCorrelation(ProcessTerms.EVENT_CAME).processInstanceId(standing.instance())
                    .correlate();
        }
    }
}
