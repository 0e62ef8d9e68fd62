package dev.cadenza.audience;

import dev.cadenza.access.Ownership;
import dev.cadenza.access.Visibility;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes, names and removes lists. */
@Component
class ListRegister {

    private final LeadLists lists;
    private final SegmentRegister segments;
    private final Ownership ownership;
    private final Visibility visibility;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ActivityLog activity;
    private final Clock clock;

    ListRegister(LeadLists lists, SegmentRegister segments, Ownership ownership, Visibility visibility,
            JdbcTemplate jdbc, PlatformTransactionManager transactions, ActivityLog activity, Clock clock) {
        this.lists = lists;
        this.segments = segments;
        this.ownership = ownership;
        this.visibility = visibility;
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.activity = activity;
        this.clock = clock;
    }

    UUID create(Naming naming) {
        return naming.unique("list", null, lists::named,
                () -> transaction.execute(status -> {
                    UUID id = lists.saveAndFlush(new LeadList(naming, clock.instant())).id();
                    ownership.own("lists", id);
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
                ownership.forget(id);
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
        String from = " from lead_list x where " + visibility.condition("x.id");
        List<UUID> ids = jdbc.queryForList("select x.id" + from + " order by lower(x.name) limit ? offset ?", UUID.class,
                query.size(), query.offset());
        Map<UUID, LeadList> found = new HashMap<>();
        lists.findAllById(ids).forEach(list -> found.put(list.id(), list));
        Map<UUID, Long> counts = counts(ids);
        Long total = jdbc.queryForObject("select count(*)" + from, Long.class);
        return PageResponse.of(ids.stream().filter(found::containsKey)
                .map(id -> found.get(id).view(counts.getOrDefault(id, 0L))).toList(), query.page(), query.size(),
                total == null ? 0 : total);
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
