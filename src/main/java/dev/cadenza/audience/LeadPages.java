package dev.cadenza.audience;

import dev.cadenza.lead.LeadView;
import dev.cadenza.lead.LeadViews;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Pages of leads. The ids of a page are found first, which a far page of a large audience can often do from an index
 * alone; only the leads of the page itself are read whole.
 */
@Component
class LeadPages {

    private static final String BY_ID = "l.id";

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
        return of(audiences.members(null, segmentId), BY_ID, query);
    }

    PageResponse<LeadView> of(Condition condition, PageQuery query) {
        return of(condition.toSql(clock.instant()), BY_ID, query);
    }

    /** @param order a constant of ours, never text of a user's */
    PageResponse<LeadView> of(AudienceSql audience, String order, PageQuery query) {
        Map<String, Object> params = new HashMap<>(audience.params());
        params.put("pageSize", query.size());
        params.put("pageOffset", query.offset());
        List<UUID> ids = named.queryForList(audience.sql() + " order by " + order
                + " limit :pageSize offset :pageOffset", params, UUID.class);
        return PageResponse.of(views.load(ids), query.page(), query.size(), audiences.count(audience));
    }
}
