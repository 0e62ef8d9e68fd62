package dev.cadenza.journey;

import dev.cadenza.audience.AudienceSql;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        int enrolled = start(journey, cut(journey.settings(), candidates, Candidate::timezone));
        UUID last = candidates.get(candidates.size() - 1).leadId();
        return new Chunk(enrolled, last, candidates.size() == CHUNK);
    }

    private List<Candidate> candidates(Journey journey, AudienceSql audience, @Nullable UUID afterLead) {
        UUID after = Objects.requireNonNullElse(afterLead, new UUID(0, 0));
        AudienceSql rest = audience.after(after);
        // Every range begins behind the last lead: a chunk then costs the same however many were enrolled before it.
        return jdbc.sql("""
                %s
                  and (%s) and not l.stopped_automation
                  and not exists (select 1 from enrollment e
                      where e.owner_id = :owner and e.lead_id = l.id and e.lead_id > :after)
                order by l.id limit :most
                """.formatted(rest.withColumn("l.timezone", "timezone"), reachable(journey)))
                .params(rest.params())
                .param("after", after)
                .param("owner", journey.ownerId())
                .param("most", CHUNK)
                .query((row, index) -> new Candidate(row.getObject(1, UUID.class), row.getString(2)))
                .list();
    }

    /** The condition that a lead has an address that gets mail on at least one of the channels that the journey uses. */
    private static String reachable(Journey journey) {
        return journey.channels().stream().map(Enrolling::reachable).collect(Collectors.joining(" or "));
    }

    private static String reachable(ChannelType channel) {
        String free = "not exists (select 1 from suppression s where s.channel = '" + channel + "' and s.address = %s)";
        return switch (channel) {
            case EMAIL -> "l.email is not null and " + free.formatted("l.email");
            case SMS, WHATSAPP -> "l.phone is not null and " + free.formatted("l.phone");
            case MESSENGER, INSTAGRAM -> "exists (select 1 from contact_point p where p.lead_id = l.id and p.channel = '"
                    + channel + "' and " + free.formatted("p.address") + ")";
            case PUSH -> "exists (select 1 from push_device p where p.lead_id = l.id) and "
                    + free.formatted("l.id::text");
        };
    }

    /** Leads of one cohort share a timezone where the send window is in their own time. */
    static <T> List<List<T>> cut(JourneySettings settings, List<T> candidates,
            Function<T, @Nullable String> timezone) {
        Map<String, List<T>> byZone = new LinkedHashMap<>();
        for (T candidate : candidates) {
            String zone = settings.leadTimezone() ? timezone.apply(candidate) : null;
            byZone.computeIfAbsent(zone == null ? "" : zone, z -> new ArrayList<>()).add(candidate);
        }
        List<List<T>> cut = new ArrayList<>();
        for (List<T> together : byZone.values()) {
            for (int from = 0; from < together.size(); from += settings.cohortSize()) {
                cut.add(together.subList(from, Math.min(together.size(), from + settings.cohortSize())));
            }
        }
        return cut;
    }

    /** The same few statements for many cohorts of one lead as for a few full ones. */
    private int start(Journey journey, List<List<Candidate>> cut) {
        Map<UUID, List<Candidate>> leads = new LinkedHashMap<>();
        cut.forEach(cohort -> leads.put(Ids.next(), cohort));
        cohorts.open(journey.id(), List.copyOf(leads.keySet()), cut.stream()
                .map(cohort -> journey.settings().leadTimezone() ? cohort.get(0).timezone() : null).toList());
        Map<UUID, Integer> enrolled = enroll(journey, leads);
        if (enrolled.size() < leads.size()) {
            cohorts.discard(leads.keySet().stream().filter(cohort -> !enrolled.containsKey(cohort)).toList());
        }
        Map<UUID, String> instances = new LinkedHashMap<>();
        enrolled.keySet().forEach(cohort -> instances.put(cohort,
                runtime.createProcessInstanceById(journey.processDefinitionId()).businessKey(cohort.toString()).execute()
                        .getProcessInstanceId()));
        cohorts.started(instances);
        return enrolled.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many came into each cohort; cohorts that nobody came into are not named. */
    private Map<UUID, Integer> enroll(Journey journey, Map<UUID, List<Candidate>> cohorts) {
        List<UUID> ids = new ArrayList<>();
        List<UUID> leads = new ArrayList<>();
        List<UUID> into = new ArrayList<>();
        cohorts.forEach((cohort, members) -> members.forEach(lead -> {
            ids.add(Ids.next());
            leads.add(lead.leadId());
            into.add(cohort);
        }));
        Map<UUID, Integer> enrolled = new LinkedHashMap<>();
        jdbc.sql("""
                with added as (
                    insert into enrollment(id, journey_id, owner_id, lead_id, cohort_id, status, enrolled_at)
                    select q.id, :journey, :owner, q.lead, q.cohort, 'PENDING', :at
                    from unnest(cast(:ids as uuid[]), cast(:leads as uuid[]), cast(:cohorts as uuid[]))
                        as q(id, lead, cohort)
                    order by q.lead
                    on conflict (owner_id, lead_id, entry) do nothing
                    returning cohort_id)
                select cohort_id, count(*) from added group by cohort_id order by cohort_id
                """)
                .param("journey", journey.id()).param("owner", journey.ownerId())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("ids", ids.toArray(UUID[]::new)).param("leads", leads.toArray(UUID[]::new))
                .param("cohorts", into.toArray(UUID[]::new))
                .query(row -> {
                    enrolled.put(row.getObject(1, UUID.class), row.getInt(2));
                });
        return enrolled;
    }

    private record Candidate(UUID leadId, @Nullable String timezone) {
    }
}
