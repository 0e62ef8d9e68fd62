package dev.cadenza.journey;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cadenza.platform.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets named leads into a journey by its rule of coming in again. Two nodes that let the same lead in at once give its
 * passage the same number; the unique index on owner, lead and number decides, and who lost looks again.
 */
@Component
class JourneyEntering {

    private static final int CHUNK = 2_000;
    private static final int ATTEMPTS = 20;
    /** Journeys that start one another, or that do what lets a lead in again, would let it go round for ever. */
    static final int MOST_AN_HOUR = 100;

    private final JdbcClient jdbc;
    private final Cohorts cohorts;
    private final RuntimeService runtime;
    private final Clock clock;

    JourneyEntering(JdbcClient jdbc, Cohorts cohorts, RuntimeService runtime, Clock clock) {
        this.jdbc = jdbc;
        this.cohorts = cohorts;
        this.runtime = runtime;
        this.clock = clock;
    }

    Journeys.Entries enter(Journey journey, List<Entry> entries, ReEntry rule) {
        Set<UUID> entered = new LinkedHashSet<>();
        Map<UUID, String> refused = new LinkedHashMap<>();
        for (int from = 0; from < entries.size(); from += CHUNK) {
            chunk(journey, entries.subList(from, Math.min(entries.size(), from + CHUNK)), rule, entered, refused);
        }
        refused.keySet().removeAll(entered);
        return new Journeys.Entries(List.copyOf(entered), refused);
    }

    private void chunk(Journey journey, List<Entry> entries, ReEntry rule, Set<UUID> entered,
            Map<UUID, String> refused) {
        List<Entry> open = entries;
        for (int attempt = 0; !open.isEmpty(); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new IllegalStateException("Others let the same leads in again and again");
            }
            List<Newcomer> newcomers = admitted(journey, open, rule, refused);
            Set<UUID> came = start(journey, newcomers);
            newcomers.stream().filter(newcomer -> came.contains(newcomer.enrollmentId()))
                    .forEach(newcomer -> entered.add(newcomer.entry().leadId()));
            open = newcomers.stream().filter(newcomer -> !came.contains(newcomer.enrollmentId()))
                    .map(Newcomer::entry).toList();
        }
    }

    /** A lead that may come in. @param number which passage of the lead it is, from 1 */
    private record Newcomer(UUID enrollmentId, Entry entry, int number, @Nullable String timezone) {
    }

    /**
     * What is known about a lead that wants to come in.
     *
     * @param passages the greatest number of its passages
     * @param lately how many of them began within the last hour
     */
    private record Past(boolean known, boolean stopped, @Nullable String timezone, int passages, boolean inside,
            @Nullable Instant lastCame, int lately) {
    }

    private List<Newcomer> admitted(Journey journey, List<Entry> entries, ReEntry rule, Map<UUID, String> refused) {
        Set<UUID> leads = new LinkedHashSet<>();
        entries.forEach(entry -> leads.add(entry.leadId()));
        if (journey.hasGoalEvents()) {
            lock(leads);
        }
        Instant now = clock.instant();
        Map<UUID, Past> pasts = pasts(journey.ownerId(), leads, now);
        Map<UUID, Integer> numbers = new HashMap<>();
        List<Newcomer> admitted = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            Past past = pasts.getOrDefault(entry.leadId(), new Past(false, false, null, 0, false, null, 0));
            boolean twice = numbers.containsKey(entry.leadId());
            String obstacle = obstacle(past, rule, now);
            if (obstacle == null && twice && rule.rule() != ReEntry.Rule.ALWAYS) {
                obstacle = "The lead came in at this moment.";
            }
            int newly = numbers.getOrDefault(entry.leadId(), past.passages()) - past.passages();
            if (obstacle == null && past.lately() + newly >= MOST_AN_HOUR) {
                obstacle = "The lead came in " + MOST_AN_HOUR + " times within an hour; something lets it in again and"
                        + " again.";
            }
            if (obstacle == null) {
                int number = numbers.merge(entry.leadId(), past.passages() + 1, (before, first) -> before + 1);
                admitted.add(new Newcomer(Ids.next(), entry, number, past.timezone()));
            } else {
                refused.put(entry.leadId(), obstacle);
            }
        }
        return admitted;
    }

    private static @Nullable String obstacle(Past past, ReEntry rule, Instant now) {
        if (!past.known()) {
            return "There is no such lead.";
        }
        if (past.stopped()) {
            return "Automation is stopped for the lead.";
        }
        if (past.passages() == 0) {
            return null;
        }
        return switch (rule.rule()) {
            case ALWAYS -> null;
            case NEVER -> "The lead was in before, and may come in once only.";
            case ONCE_FINISHED -> past.inside() ? "The lead is still inside." : null;
            case ONCE_PER_PERIOD -> past.lastCame() != null && rule.period() != null
                    && past.lastCame().plus(rule.period()).isAfter(now)
                    ? "The lead came in on " + past.lastCame() + ", and may come in once in " + rule.period() + " only."
                    : null;
        };
    }

    /**
     * Whoever applies an event of one of these leads has it locked or waits for us: so every event is either from before
     * the lead came in, or finds it inside.
     */
    private void lock(Collection<UUID> leads) {
        jdbc.sql("select id from lead where id = any(cast(:leads as uuid[])) order by id for share")
                .param("leads", leads.toArray(UUID[]::new)).query(UUID.class).list();
    }

    private Map<UUID, Past> pasts(UUID owner, Collection<UUID> leads, Instant now) {
        Map<UUID, Past> pasts = new HashMap<>();
        jdbc.sql("""
                select l.id, l.stopped_automation, l.timezone, coalesce(p.passages, 0) as passages,
                    coalesce(p.inside, false) as inside, p.last_came,
                    coalesce(p.lately, 0) as lately
                from lead l left join lateral (
                    select max(e.entry) as passages, bool_or(e.status in ('PENDING', 'IN_PROGRESS')) as inside,
                        max(e.enrolled_at) as last_came, count(*) filter (where e.enrolled_at > :hourAgo) as lately
                    from enrollment e where e.owner_id = :owner and e.lead_id = l.id) p on true
                where l.id = any(cast(:leads as uuid[]))
                """).param("owner", owner).param("leads", leads.toArray(UUID[]::new))
                .param("hourAgo", now.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC))
                .query(row -> {
                    pasts.put(row.getObject("id", UUID.class), past(row));
                });
        return pasts;
    }

    private static Past past(ResultSet row) throws SQLException {
        Timestamp last = row.getTimestamp("last_came");
        return new Past(true, row.getBoolean("stopped_automation"), row.getString("timezone"), row.getInt("passages"),
                row.getBoolean("inside"), last == null ? null : last.toInstant(), row.getInt("lately"));
    }

    /** Makes cohorts of the newcomers and starts them. @return the enrollments that there are now */
    private Set<UUID> start(Journey journey, List<Newcomer> newcomers) {
        if (newcomers.isEmpty()) {
            return Set.of();
        }
        boolean zones = journey.settings().leadTimezone();
        Map<UUID, List<Newcomer>> cut = new LinkedHashMap<>();
        Enrolling.cut(journey.settings(), newcomers, Newcomer::timezone).forEach(part -> cut.put(Ids.next(), part));
        cohorts.open(journey.id(), List.copyOf(cut.keySet()),
                cut.values().stream().map(part -> zones ? part.get(0).timezone() : null).toList());
        Map<UUID, UUID> came = insert(journey, cut);
        Set<UUID> filled = new HashSet<>(came.values());
        if (filled.size() < cut.size()) {
            cohorts.discard(cut.keySet().stream().filter(cohort -> !filled.contains(cohort)).toList());
        }
        Map<UUID, String> instances = new LinkedHashMap<>();
        cut.keySet().stream().filter(filled::contains).forEach(cohort -> instances.put(cohort,
                runtime.createProcessInstanceById(journey.processDefinitionId()).businessKey(cohort.toString()).execute()
                        .getProcessInstanceId()));
        cohorts.started(instances);
        return came.keySet();
    }

    /** Cohort by enrollment that is new. */
    private Map<UUID, UUID> insert(Journey journey, Map<UUID, List<Newcomer>> cut) {
        List<Newcomer> all = cut.values().stream().flatMap(List::stream).toList();
        List<UUID> into = new ArrayList<>(all.size());
        cut.forEach((cohort, part) -> part.forEach(newcomer -> into.add(cohort)));
        Map<UUID, UUID> came = new LinkedHashMap<>();
        jdbc.sql("""
                with wanted as (
                    select * from unnest(cast(:ids as uuid[]), cast(:leads as uuid[]), cast(:cohorts as uuid[]),
                        cast(:numbers as integer[]), cast(:triggers as text[]), cast(:events as uuid[]),
                        cast(:data as text[])) as q(id, lead, cohort, number, trigger, event, data)),
                added as (
                    insert into enrollment(id, journey_id, owner_id, lead_id, cohort_id, entry, status, enrolled_at)
                    select w.id, :journey, :owner, w.lead, w.cohort, w.number, 'PENDING', :at from wanted w
                    order by w.lead, w.number
                    on conflict (owner_id, lead_id, entry) do nothing
                    returning id, cohort_id),
                caused as (
                    insert into entry_cause(enrollment_id, trigger, event_id, data)
                    select w.id, w.trigger, w.event, cast(w.data as jsonb) from wanted w join added a on a.id = w.id)
                select id, cohort_id from added
                """)
                .param("journey", journey.id()).param("owner", journey.ownerId())
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .param("ids", all.stream().map(Newcomer::enrollmentId).toArray(UUID[]::new))
                .param("leads", all.stream().map(newcomer -> newcomer.entry().leadId()).toArray(UUID[]::new))
                .param("cohorts", into.toArray(UUID[]::new))
                .param("numbers", all.stream().map(Newcomer::number).toArray(Integer[]::new))
                .param("triggers", all.stream().map(newcomer -> newcomer.entry().trigger()).toArray(String[]::new))
                .param("events", all.stream().map(newcomer -> newcomer.entry().eventId()).toArray(UUID[]::new))
                .param("data", all.stream().map(newcomer -> data(newcomer.entry())).toArray(String[]::new),
                        Types.ARRAY)
                .query(row -> {
                    came.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                });
        return came;
    }

    private static String data(Entry entry) {
        return entry.data() == null || entry.data() instanceof NullNode ? "{}"
                : StorableJson.of(entry.data()).toString();
    }
}
