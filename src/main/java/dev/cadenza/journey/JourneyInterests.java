package dev.cadenza.journey;

import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.EventKind;
import java.sql.Types;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which kinds of events journeys speak of: those that a step waits for, and goals. Noted when a journey is deployed. */
@Component
class JourneyInterests {

    private final JdbcClient jdbc;

    JourneyInterests(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return true where the journey speaks of events */
    boolean note(UUID journeyId, Plan plan) {
        boolean listens = false;
        for (Step step : plan.steps()) {
            if (step instanceof Step.WaitFor wait) {
                add(journeyId, step.id(), false, wait.event());
                listens = true;
            } else if (step instanceof Step.Goal goal && goal.event() != null) {
                add(journeyId, step.id(), true, goal.event());
                listens = true;
            }
        }
        if (listens) {
            jdbc.sql("update journey set listens = true where id = :id").param("id", journeyId).update();
        }
        return listens;
    }

    private void add(UUID journeyId, String step, boolean goal, Step.Awaited event) {
        jdbc.sql("""
                insert into journey_interest(journey_id, step, goal, kind, key, condition)
                values (:journey, :step, :goal, :kind, :key, cast(:condition as jsonb))
                """).param("journey", journeyId).param("step", step).param("goal", goal)
                .param("kind", event.kind().name()).param("key", event.key(), Types.VARCHAR)
                .param("condition", event.condition(), Types.VARCHAR).update();
    }

    /** True where an event of one of these kinds is a goal of any journey. */
    boolean goals(Set<EventKind> kinds) {
        return jdbc.sql("select exists (select 1 from journey_interest where goal and kind = any(cast(:kinds as text[])))")
                .param("kinds", kinds.stream().map(Enum::name).toArray(String[]::new)).query(Boolean.class).single();
    }

    /** The kinds that the newest version of a journey speaks of, and older ones that somebody is still in. */
    Set<EventKind> kinds() {
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        jdbc.sql("""
                select distinct i.kind from journey_interest i join journey j on j.id = i.journey_id
                where not exists (select 1 from journey n where n.owner_id = j.owner_id and n.version > j.version)
                    or exists (select 1 from cohort c where c.journey_id = j.id and c.settled_at is null)
                """).query(String.class).list().forEach(kind -> kinds.add(EventKind.valueOf(kind)));
        return kinds;
    }

}
