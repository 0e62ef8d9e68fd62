package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.audience.AudienceSql;
import dev.cadenza.audience.Audiences;
import dev.cadenza.event.EventConsumer;
import dev.cadenza.event.LeadEvent;
import dev.cadenza.event.LeadEvents;
import dev.cadenza.event.NewEvent;
import dev.cadenza.lead.EventKind;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who comes into and goes out of the segments that somebody waits for. A segment is looked at for the leads that
 * something happened to, in the transaction that applies what happened; as a whole only where it was redefined, or where
 * the passing of time or the sending of messages alone changes who is in it.
 */
@Component
class SegmentDeltas {

    /** What can change whether a lead is in a segment. */
    private static final Set<EventKind> CHANGES = EnumSet.of(EventKind.LEAD_CREATED, EventKind.LEAD_CHANGED,
            EventKind.LIST_JOINED, EventKind.LIST_LEFT, EventKind.TAG_ADDED, EventKind.SCORE_CHANGED);
    private static final Set<EventKind> OUTCOMES = EnumSet.of(EventKind.SEGMENT_ENTERED, EventKind.SEGMENT_LEFT);
    static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** Changes noted and told in one transaction when whole segments are looked at. */
    private static final int MOST_CHANGES = 5_000;

    /**
     * The leads who are in it now, compared with those who were: one statement. {@code LIMITED} limits it to some leads,
     * and {@code most} to so many who came and as many who went.
     */
    private static final String COMPARE = """
            with now_in as materialized (AUDIENCE),
            came as (
                insert into segment_member (segment_id, lead_id) select :segment, n.id from now_in n
                where not exists (select from segment_member k where k.segment_id = :segment and k.lead_id = n.id)
                limit :most on conflict do nothing returning lead_id),
            went as (
                delete from segment_member m where m.segment_id = :segment and m.lead_id in (
                    select k.lead_id from segment_member k where k.segment_id = :segment LIMITED
                        and not exists (select from now_in n where n.id = k.lead_id) limit :most)
                returning m.lead_id)
            select lead_id, true as came from came union all select lead_id, false from went
            """;

    private final TriggerIndex index;
    private final ObjectProvider<EventConsumer> consumers;
    private final LeadEvents events;
    private final Audiences audiences;
    private final NamedParameterJdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    SegmentDeltas(TriggerIndex index, ObjectProvider<EventConsumer> consumers, LeadEvents events, Audiences audiences,
            NamedParameterJdbcTemplate jdbc, ObjectMapper json, Clock clock) {
        this.index = index;
        this.consumers = consumers;
        this.events = events;
        this.audiences = audiences;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** What this must be told to notice who comes and goes; nothing where nobody asks. */
    Set<EventKind> interests() {
        return index.now().segments().isEmpty() && !othersWait() ? Set.of() : CHANGES;
    }

    /**
     * Begins to watch the segments that are waited for now, with those who are in them at this moment, who have not
     * entered; and stops watching others.
     */
    void watch() {
        boolean everything = othersWait();
        Set<UUID> wanted = index.now().segments();
        Map<String, Object> params = new HashMap<>(Map.of("ids", wanted.toArray(UUID[]::new), "all", everything, "now",
                Timestamp.from(clock.instant())));
        jdbc.update("delete from segment_watch where not (:all or segment_id = any(:ids))", params);
        List<UUID> fresh = jdbc.queryForList("""
                insert into segment_watch (segment_id, condition, by_time, looked_at)
                select id, condition, condition::text ~ '"(withinLast|lastMessageSentAt)"', :now from segment
                where :all or id = any(:ids) order by id on conflict do nothing returning segment_id
                """, params, UUID.class);
        for (UUID segment : fresh) {
            AudienceSql members = audiences.members(null, segment);
            Map<String, Object> all = new HashMap<>(members.params());
            all.put("segment", segment);
            jdbc.update("insert into segment_member (segment_id, lead_id) select :segment, s.id from (" + members.sql()
                    + ") s on conflict do nothing", all);
        }
    }

    /** Looks at the leads of these events. */
    void look(List<LeadEvent> happened) {
        Set<UUID> touched = happened.stream().filter(event -> CHANGES.contains(event.kind())).map(LeadEvent::leadId)
                .collect(Collectors.toSet());
        if (touched.isEmpty()) {
            return;
        }
        if (othersWait()) {
            watch();
        }
        // Whoever looks at a segment has locked it, so that nobody writes down what he saw before another's change.
        List<UUID> watched = jdbc.queryForList("select segment_id from segment_watch order by segment_id for update",
                Map.of(), UUID.class);
        tell(watched.stream().flatMap(segment -> compare(segment, touched).stream()).toList());
    }

    /**
     * Looks at a whole segment whose time it is; one of which very many come and go, some thousands at a time. Safe on
     * several nodes at once: each segment is looked at by one.
     *
     * @return whether there may be more to look at
     */
    @Transactional
    public boolean lookAtWhole() {
        Instant now = clock.instant();
        List<Due> due = jdbc.query("""
                select w.segment_id, s.condition::text as condition from segment_watch w join segment s on s.id = w.segment_id
                where w.condition <> s.condition or w.by_time and w.looked_at <= :until
                order by w.segment_id limit 1 for update of w skip locked
                """, Map.of("until", Timestamp.from(now.minus(LOOK_EVERY))), (row, number) ->
                new Due(row.getObject("segment_id", UUID.class), row.getString("condition")));
        for (Due one : due) {
            List<Change> changes = compare(one.segment(), null);
            tell(changes);
            if (changes.stream().filter(Change::came).count() < MOST_CHANGES
                    && changes.stream().filter(change -> !change.came()).count() < MOST_CHANGES) {
                jdbc.update("""
                        update segment_watch set looked_at = :now, condition = :condition::jsonb,
                            by_time = :condition ~ '"(withinLast|lastMessageSentAt)"' where segment_id = :segment
                        """, Map.of("now", Timestamp.from(now), "condition", one.condition(),
                        "segment", one.segment()));
            }
        }
        return !due.isEmpty();
    }

    /** @param condition before the segment is looked at: one that is written meanwhile is looked at again */
    private record Due(UUID segment, String condition) {
    }

    private record Change(UUID segment, UUID lead, boolean came) {
    }

    /** @param only the leads to look at; null for all */
    private List<Change> compare(UUID segment, @Nullable Collection<UUID> only) {
        AudienceSql members = audiences.members(null, segment);
        Map<String, Object> params = new HashMap<>(members.params());
        params.put("segment", segment);
        params.put("only", only == null ? new UUID[0] : only.toArray(UUID[]::new));
        params.put("most", only == null ? MOST_CHANGES : only.size());
        String sql = COMPARE.replace("LIMITED", only == null ? "" : "and k.lead_id = any(:only)")
                .replace("AUDIENCE", members.sql() + (only == null ? "" : " and l.id = any(:only)"));
        return jdbc.query(sql, params, (row, number) -> new Change(segment, row.getObject("lead_id", UUID.class),
                row.getBoolean("came")));
    }

    private void tell(List<Change> changes) {
        Instant now = clock.instant();
        List<NewEvent> news = changes.stream().map(change -> new NewEvent(change.lead(),
                change.came() ? EventKind.SEGMENT_ENTERED : EventKind.SEGMENT_LEFT, change.segment().toString(),
                json.createObjectNode(), now, null)).toList();
        if (!news.isEmpty()) {
            events.append(news);
        }
    }

    /** Whether anybody but triggers waits for leads to enter or leave segments: all of them are watched then. */
    private boolean othersWait() {
        return consumers.stream().filter(consumer -> !(consumer instanceof TriggerMatcher))
                .anyMatch(consumer -> consumer.interests().stream().anyMatch(OUTCOMES::contains));
    }
}
