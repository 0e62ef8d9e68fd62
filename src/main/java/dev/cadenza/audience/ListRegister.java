package dev.cadenza.audience;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes, names and removes lists. */
@Component
class ListRegister {

    private final LeadLists lists;
    private final SegmentRegister segments;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ActivityLog activity;
    private final Clock clock;

    ListRegister(LeadLists lists, SegmentRegister segments, JdbcTemplate jdbc, PlatformTransactionManager transactions,
            ActivityLog activity, Clock clock) {
        this.lists = lists;
        this.segments = segments;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.activity = activity;
        this.clock = clock;
    }

    UUID create(Naming naming) {
        return naming.unique("list", null, lists::named,
                () -> transaction.execute(status -> {
                    UUID id = lists.saveAndFlush(new LeadList(naming, clock.instant())).id();
                    activity.record(Action.LEAD_GROUP_CREATED, id, Map.of("name", naming.name()));
                    return id;
                }));
    }

    void rename(UUID id, Naming naming) {
        naming.unique("list", id, lists::named, () -> transaction.execute(status -> {
            LeadList list = lists.findById(id).orElseThrow(() -> new NotFound("list", id));
            list.rename(naming, clock.instant());
            activity.record(Action.LEAD_GROUP_UPDATED, id, Map.of("name", naming.name()));
            return lists.saveAndFlush(list).id();
        }));
    }

    /** @throws Conflict where a segment or a campaign speaks of the list */
    void delete(UUID id) {
        try {
            transaction.executeWithoutResult(status -> {
                if (jdbc.queryForList("select 1 from lead_list where id = ? for update", id).isEmpty()) {
                    throw new NotFound("list", id);
                }
                segments.speakingOf(id).ifPresent(segment -> {
                    throw new Conflict("list-in-use", "The segment '" + segment + "' asks for members of this list.");
                });
                jdbc.update("delete from lead_list where id = ?", id);
                activity.record(Action.LEAD_GROUP_DELETED, id, Map.of());
            });
        } catch (DataIntegrityViolationException referred) {
            throw new Conflict("list-in-use", "A campaign is addressed to this list.");
        }
    }

    ListView find(UUID id) {
        LeadList list = lists.findById(id).orElseThrow(() -> new NotFound("list", id));
        return list.view(counts(List.of(id)).getOrDefault(id, 0L));
    }

    PageResponse<ListView> page(PageQuery query) {
        Page<LeadList> page = lists.byName(PageRequest.of(query.page(), query.size()));
        Map<UUID, Long> counts = counts(page.map(LeadList::id).getContent());
        return PageResponse.of(page, list -> list.view(counts.getOrDefault(list.id(), 0L)));
    }

    private Map<UUID, Long> counts(Collection<UUID> ids) {
        Map<UUID, Long> counts = new HashMap<>();
        jdbc.query("select list_id, count(*) as members from lead_list_member where list_id = any(?) group by list_id",
                row -> {
                    counts.put(row.getObject("list_id", UUID.class), row.getLong("members"));
                }, (Object) ids.toArray(UUID[]::new));
        return counts;
    }
}
