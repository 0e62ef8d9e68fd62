package dev.cadenza.fair;

import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.audience.ListMembers;
import dev.cadenza.lead.LeadView;
import dev.cadenza.lead.LeadViews;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Who was met at which event. */
@Component
public class EventLeads {

    private static final int AT_ONCE = 10_000;

    private final JdbcTemplate jdbc;
    private final Visibility visibility;
    private final LeadViews views;
    private final ListMembers lists;
    private final ActivityLog activity;
    private final Clock clock;

    EventLeads(JdbcTemplate jdbc, Visibility visibility, LeadViews views, ListMembers lists, ActivityLog activity,
            Clock clock) {
        this.visibility = visibility;
        this.jdbc = jdbc;
        this.views = views;
        this.lists = lists;
        this.activity = activity;
        this.clock = clock;
    }

    /** @throws Rejected naming {@code field} where there is no such event, or the user of the request does not see it */
    public void requireExists(@Nullable UUID eventId, String field) {
        if (eventId != null && jdbc.queryForList("select 1 from trade_event e where e.id = ? and "
                + visibility.condition("e.id"), eventId).isEmpty()) {
            throw new Rejected(FieldError.of(field, "unknown", "There is no event " + eventId + "."));
        }
    }

    /**
     * Adds leads to an event; who is there already stays, and ids that no lead has are passed over.
     *
     * @return how many were added
     * @throws NotFound where there is no such event
     */
    @Transactional
    public int add(UUID eventId, Collection<UUID> leadIds) {
        requireEvent(eventId);
        int added = jdbc.update("insert into trade_event_lead (event_id, lead_id, added_at)"
                        + " select ?, l.id, ? from lead l where l.id = any(?) order by l.id for key share"
                        + " on conflict do nothing",
                eventId, Timestamp.from(clock.instant()), leadIds.toArray(UUID[]::new));
        if (added > 0) {
            activity.record(Action.CONTACTS_ADDED_TO_EVENT, eventId, Map.of("count", added));
        }
        return added;
    }

    /** Takes leads off an event, and returns how many were there. */
    @Transactional
    int remove(UUID eventId, Collection<UUID> leadIds) {
        requireEvent(eventId);
        // Locked in the order in which they are added.
        int removed = jdbc.update("delete from trade_event_lead where event_id = ? and lead_id = any(array("
                        + "select lead_id from trade_event_lead where event_id = ? and lead_id = any(?)"
                        + " order by lead_id for update))",
                eventId, eventId, leadIds.toArray(UUID[]::new));
        if (removed > 0) {
            activity.record(Action.CONTACTS_REMOVED_FROM_EVENT, eventId, Map.of("count", removed));
        }
        return removed;
    }

    /** Puts everybody who was met at the event into a list, and returns how many were not in it. */
    @Transactional
    int copyTo(UUID listId, UUID eventId) {
        requireEvent(eventId);
        int added = 0;
        UUID last = new UUID(0, 0);
        List<UUID> ids;
        do {
            ids = jdbc.queryForList("select lead_id from trade_event_lead where event_id = ? and lead_id > ?"
                    + " order by lead_id limit ?", UUID.class, eventId, last, AT_ONCE);
            if (!ids.isEmpty()) {
                added += lists.add(listId, ids);
                last = ids.get(ids.size() - 1);
            }
        } while (ids.size() == AT_ONCE);
        return added;
    }

    @Transactional(readOnly = true)
    PageResponse<LeadView> page(UUID eventId, PageQuery query) {
        requireEvent(eventId);
        List<UUID> ids = jdbc.queryForList("select lead_id from trade_event_lead where event_id = ? order by lead_id"
                + " limit ? offset ?", UUID.class, eventId, query.size(), query.offset());
        return PageResponse.of(views.load(ids), query.page(), query.size(),
                counts(List.of(eventId)).getOrDefault(eventId, 0L));
    }

    Map<UUID, Long> counts(Collection<UUID> eventIds) {
        Map<UUID, Long> counts = new HashMap<>();
        jdbc.query("select event_id, count(*) as leads from trade_event_lead where event_id = any(?) group by event_id",
                row -> {
                    counts.put(row.getObject("event_id", UUID.class), row.getLong("leads"));
                }, (Object) eventIds.toArray(UUID[]::new));
        return counts;
    }

    /** Keeps the event from being deleted until the transaction ends; a read-only one just looks. */
    private void requireEvent(UUID eventId) {
        boolean readOnly = TransactionSynchronizationManager.isCurrentTransactionReadOnly();
        if (jdbc.queryForList("select id from trade_event where id = ?" + (readOnly ? "" : " for key share"), eventId)
                .isEmpty()) {
            throw new NotFound("event", eventId);
        }
    }
}
