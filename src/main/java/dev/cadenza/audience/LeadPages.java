package dev.cadenza.audience;

import dev.cadenza.lead.LeadView;
import dev.cadenza.lead.LeadViews;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Pages of leads. The ids of a page are found first; only the leads of the page itself are read whole. */
@Component
class LeadPages {

    private final JdbcTemplate jdbc;
    private final NamedParameterJdbcTemplate named;
    private final Audiences audiences;
    private final LeadViews views;
    private final Clock clock;

    LeadPages(JdbcTemplate jdbc, Audiences audiences, LeadViews views, Clock clock) {
        this.jdbc = jdbc;
        this.named = new NamedParameterJdbcTemplate(jdbc);
        this.audiences = audiences;
        this.views = views;
        this.clock = clock;
    }

    PageResponse<LeadView> ofList(UUID listId, PageQuery query) {
        if (audiences.missingLists(Set.of(listId)).contains(listId)) {
            throw new NotFound("list", listId);
        }
        Long total = jdbc.queryForObject("select count(*) from lead_list_member where list_id = ?", Long.class, listId);
        List<UUID> ids = jdbc.queryForList("select lead_id from lead_list_member where list_id = ? order by lead_id"
                + " limit ? offset ?", UUID.class, listId, query.size(), query.offset());
        return PageResponse.of(views.load(ids), query.page(), query.size(), total == null ? 0 : total);
    }

    PageResponse<LeadView> ofSegment(UUID segmentId, PageQuery query) {
        return of(audiences.members(null, segmentId), LeadOrder.BY_ID, query);
    }

    PageResponse<LeadView> of(Condition condition, PageQuery query) {
        return of(condition.toSql(clock.instant()), LeadOrder.BY_ID, query);
    }

    /** Reads the whole audience, once, for the page and for the number of all. */
    PageResponse<LeadView> of(AudienceSql audience, LeadOrder order, PageQuery query) {
        List<UUID> ids = new ArrayList<>();
        AtomicLong total = new AtomicLong();
        named.query("with found as materialized (" + audience.withColumn(order.key(), "sort_key") + ")"
                        + " select page.id, everybody.total from (select count(*) as total from found) everybody"
                        + " left join (select id, sort_key from found" + order.by("sort_key", "id")
                        + " limit :pageSize offset :pageOffset) page on true" + order.by("page.sort_key", "page.id"),
                params(audience, query),
                row -> {
                    total.set(row.getLong("total"));
                    UUID id = row.getObject("id", UUID.class);
                    if (id != null) {
                        ids.add(id);
                    }
                });
        return PageResponse.of(views.load(ids), query.page(), query.size(), total.get());
    }

    /** All leads there are: the page comes from an index, and only the number needs them all. */
    PageResponse<LeadView> ofAll(LeadOrder order, PageQuery query) {
        AudienceSql everybody = new Condition.All(List.of()).toSql(clock.instant());
        List<UUID> ids = named.queryForList(everybody.sql() + order.by(order.key(), "l.id")
                + " limit :pageSize offset :pageOffset", params(everybody, query), UUID.class);
        return PageResponse.of(views.load(ids), query.page(), query.size(), audiences.count(everybody));
    }

    private static Map<String, Object> params(AudienceSql audience, PageQuery query) {
        Map<String, Object> params = new HashMap<>(audience.params());
        params.put("pageSize", query.size());
        params.put("pageOffset", query.offset());
        return params;
    }
}
