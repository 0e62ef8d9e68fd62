package dev.cadenza.event;

import static dev.cadenza.platform.Columns.column;

import dev.cadenza.lead.EventKind;
import dev.cadenza.lead.LeadReports;
import dev.cadenza.platform.Ids;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The way into the stream. */
@Component
public class LeadEvents implements LeadReports {

    static final int LONGEST_KEY = 300;

    /** PostgreSQL keeps no zero character; it stands in JSON as an escape, behind an even number of backslashes. */
    private static final Pattern ZERO = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private final JdbcTemplate jdbc;
    private final EventInterests interests;
    private final EventBell bell;
    private final Clock clock;

    LeadEvents(JdbcTemplate jdbc, EventInterests interests, EventBell bell, Clock clock) {
        this.jdbc = jdbc;
        this.interests = interests;
        this.bell = bell;
        this.clock = clock;
    }

    /**
     * Writes events in the caller's transaction: one statement for all. They take effect soon after it has committed.
     * An event's impact on the score comes from the decision table; that of {@code POINTS_GIVEN} is its payload's
     * {@code points}. Left out are events of leads that are not there, and those that are no signals (see
     * {@code docs/events.md}) of kinds that nobody waits for.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Collection<NewEvent> events) {
        List<NewEvent> kept = kept(events);
        if (kept.isEmpty()) {
            return;
        }
        // The lead is locked against being deleted, so that its events never refer to nobody.
        jdbc.update("""
                insert into lead_event (id, lead_id, kind, key, payload, occurred_at, recorded_at, origin)
                select e.id, e.lead_id, e.kind, e.key, e.payload, e.occurred_at, ?, e.origin
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::jsonb[], ?::timestamptz[], ?::uuid[])
                    as e(id, lead_id, kind, key, payload, occurred_at, origin)
                join lead l on l.id = e.lead_id order by l.id, e.kind, e.origin for key share of l
                on conflict do nothing
                """, clock.instant().atOffset(ZoneOffset.UTC), column(kept, event -> Ids.next()),
                column(kept, NewEvent::leadId), column(kept, event -> event.kind().name()),
                column(kept, event -> storable(event.key())), column(kept, event -> storableJson(event)),
                column(kept, NewEvent::occurredAt), column(kept, NewEvent::origin));
        bell.ringAfterCommit();
    }

    /** What somebody waits for has changed, in the caller's transaction: every node asks its consumers anew. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void interestsChanged() {
        interests.changed();
    }

    /** A number that changes with {@link #interestsChanged}, for caches of what is waited for. */
    public long interestsVersion() {
        return interests.version();
    }

    @Override
    public Set<EventKind> wanted(Set<EventKind> kinds) {
        Set<EventKind> wanted = Signal.KINDS.containsAll(kinds) ? Signal.KINDS : interests.wanted();
        return kinds.stream().filter(kind -> Signal.KINDS.contains(kind) || wanted.contains(kind))
                .collect(Collectors.toSet());
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void tell(Collection<Happening> happenings) {
        append(happenings.stream().map(h -> new NewEvent(h.leadId(), h.kind(), h.key(), h.payload(), h.at(),
                h.origin())).toList());
    }

    private List<NewEvent> kept(Collection<NewEvent> events) {
        Set<EventKind> wanted = wanted(events.stream().map(NewEvent::kind).collect(Collectors.toSet()));
        return new ArrayList<>(events.stream().filter(event -> wanted.contains(event.kind())).toList());
    }

    private static @Nullable String storable(@Nullable String key) {
        if (key == null) {
            return null;
        }
        String clean = key.replace("\0", "");
        return clean.length() > LONGEST_KEY ? clean.substring(0, LONGEST_KEY) : clean;
    }

    private static String storableJson(NewEvent event) {
        if (!event.payload().isObject()) {
            throw new IllegalArgumentException("The payload of an event is an object, not " + event.payload());
        }
        String text = event.payload().toString();
        return text.contains("\\u0000") ? ZERO.matcher(text).replaceAll("$1") : text;
    }
}
