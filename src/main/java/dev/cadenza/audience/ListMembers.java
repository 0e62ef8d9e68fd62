package dev.cadenza.audience;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.lead.EventKind;
import dev.cadenza.lead.LeadReports;
import dev.cadenza.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who belongs to which list. */
@Component
public class ListMembers {

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;
    private final LeadReports reports;
    private final ObjectMapper json;
    private final ActivityLog activity;
    private final Clock clock;

    ListMembers(JdbcTemplate jdbc, ApplicationEventPublisher events, LeadReports reports, ObjectMapper json,
            ActivityLog activity, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.reports = reports;
        this.json = json;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * Adds leads to a list; who is in it already stays in it, and ids that no lead has are passed over. Publishes
     * {@link ListGrew} where anybody was added.
     *
     * @return how many were added
     * @throws NotFound where there is no such list
     */
    @Transactional
    public int add(UUID listId, Collection<UUID> leadIds) {
        requireList(listId);
        // Always in the order of the ids, so that two requests with the same leads can't wait for each other in a ring.
        int added = change(EventKind.LIST_JOINED, listId, "insert into lead_list_member (list_id, lead_id, added_at)"
                        + " select ?, l.id, ? from lead l where l.id = any(?) order by l.id for key share"
                        + " on conflict do nothing",
                listId, Timestamp.from(clock.instant()), leadIds.toArray(UUID[]::new));
        if (added > 0) {
            activity.record(Action.CONTACTS_ADDED_TO_GROUP, listId, Map.of("count", added));
            events.publishEvent(new ListGrew(listId));
        }
        return added;
    }

    /** Takes leads out of a list, and returns how many were in it. */
    @Transactional
    public int remove(UUID listId, Collection<UUID> leadIds) {
        requireList(listId);
        // Locked in the order in which they are added.
        int removed = change(EventKind.LIST_LEFT, listId, "delete from lead_list_member where list_id = ? and lead_id ="
                        + " any(array(select lead_id from lead_list_member where list_id = ? and lead_id = any(?)"
                        + " order by lead_id for update))",
                listId, listId, leadIds.toArray(UUID[]::new));
        if (removed > 0) {
            activity.record(Action.CONTACTS_REMOVED_FROM_GROUP, listId, Map.of("count", removed));
        }
        return removed;
    }

    /** Changes members, and tells who they were only where anybody waits for that. @return how many they were */
    private int change(EventKind kind, UUID listId, String statement, Object... args) {
        if (reports.wanted(Set.of(kind)).isEmpty()) {
            return jdbc.update(statement, args);
        }
        List<UUID> changed = jdbc.queryForList(statement + " returning lead_id", UUID.class, args);
        reports.tell(changed.stream().map(lead -> new LeadReports.Happening(lead, kind, listId.toString(),
                json.createObjectNode(), clock.instant(), null)).toList());
        return changed.size();
    }

    /** Those of these ids that no lead has. */
    List<UUID> unknown(Collection<UUID> leadIds) {
        return jdbc.queryForList("select id from unnest(?) as id except select id from lead where id = any(?)",
                UUID.class, leadIds.toArray(UUID[]::new), leadIds.toArray(UUID[]::new));
    }

    /** Keeps the list from being deleted until the transaction ends. */
    private void requireList(UUID listId) {
        if (jdbc.queryForList("select id from lead_list where id = ? for key share", listId).isEmpty()) {
            throw new NotFound("list", listId);
        }
    }
}
