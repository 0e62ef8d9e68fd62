package dev.cadenza.journey;

import dev.cadenza.audience.AudienceSql;
import dev.cadenza.platform.Ids;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Cuts the next leads of an audience into cohorts and starts their process instances. Leads are taken in the order of
 * their ids, so the last id taken is all that a caller must remember between chunks. Nobody is enrolled twice: the
 * unique index on owner and lead decides, also between nodes.
 */
@Component
class Enrolling {

    /** Leads taken in one transaction: enough for a few full cohorts, few enough to be repeated when it fails. */
    static final int CHUNK = 2_000;

    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final RuntimeService runtime;
    private final Clock clock;

    Enrolling(JdbcClient jdbc, Cohorts cohorts, RuntimeService runtime, Clock clock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.runtime = runtime;
        this.clock = clock;
    }

    /**
     * @param lastLead the greatest lead id looked at; null where there was none left
     * @param more false when the audience is exhausted behind {@code lastLead}
     */
    record Chunk(int enrolled, @Nullable UUID lastLead, boolean more) {
    }

    Chunk next(Journey journey, AudienceSql audience, @Nullable UUID afterLead) {
        List<Candidate> candidates = candidates(journey, audience, afterLead);
        if (candidates.isEmpty()) {
            return new Chunk(0, null, false);
        }
        int enrolled = 0;
        for (List<Candidate> cohort : cut(journey.settings(), candidates)) {
            enrolled += start(journey, cohort);
        }
        UUID last = candidates.get(candidates.size() - 1).leadId();
        return new Chunk(enrolled, last, candidates.size() == CHUNK);
    }

    private List<Candidate> candidates(Journey journey, AudienceSql audience, @Nullable UUID afterLead) {
        return jdbc.sql("""
                select c.id, chosen.timezone from (%s
                  and l.id > :after and l.email is not null and not l.stopped_automation
                  and not exists (select 1 from suppression s where s.channel = 'EMAIL' and s.address = l.email)
                  and not exists (select 1 from enrollment e where e.owner_id = :owner and e.lead_id = l.id)
                order by l.id limit :most) c join lead chosen on chosen.id = c.id order by c.id
                """.formatted(audience.sql()))
                .params(audience.params())
                .param("after", Objects.requireNonNullElse(afterLead, new UUID(0, 0)))
                .param("owner", journey.ownerId())
                .param("most", CHUNK)
                .query((row, index) -> new Candidate(row.getObject(1, UUID.class), row.getString(2)))
                .list();
    }

    /** Leads of one cohort share a timezone where the send window is in their own time. */
    private static List<List<Candidate>> cut(JourneySettings settings, List<Candidate> candidates) {
        Map<String, List<Candidate>> byZone = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            String zone = settings.leadTimezone() && candidate.timezone() != null ? candidate.timezone() : "";
            byZone.computeIfAbsent(zone, z -> new ArrayList<>()).add(candidate);
        }
        List<List<Candidate>> cut = new ArrayList<>();
        for (List<Candidate> together : byZone.values()) {
            for (int from = 0; from < together.size(); from += settings.cohortSize()) {
                cut.add(together.subList(from, Math.min(together.size(), from + settings.cohortSize())));
            }
        }
        return cut;
    }

    private int start(Journey journey, List<Candidate> leads) {
        UUID cohort = cohorts.open(journey.id(), null,
                journey.settings().leadTimezone() ? leads.get(0).timezone() : null, 0);
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        int enrolled = jdbc.sql("""
                insert into enrollment(id, journey_id, owner_id, lead_id, cohort_id, status, enrolled_at)
                select q.id, :journey, :owner, q.lead, :cohort, 'PENDING', :at
                from unnest(cast(:ids as uuid[]), cast(:leads as uuid[])) as q(id, lead)
                on conflict (owner_id, lead_id, entry) do nothing
                """)
                .param("journey", journey.id()).param("owner", journey.ownerId()).param("cohort", cohort)
                .param("at", now)
                .param("ids", leads.stream().map(lead -> Ids.next()).toArray(UUID[]::new))
                .param("leads", leads.stream().map(Candidate::leadId).toArray(UUID[]::new))
                .update();
        if (enrolled == 0) {
            cohorts.discard(cohort);
            return 0;
        }
        String instance = runtime.createProcessInstanceById(journey.processDefinitionId())
                .businessKey(cohort.toString()).execute().getProcessInstanceId();
        cohorts.started(cohort, instance);
        return enrolled;
    }

    private record Candidate(UUID leadId, @Nullable String timezone) {
    }
}
