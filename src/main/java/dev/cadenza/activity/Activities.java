package dev.cadenza.activity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads the activity log. */
@Component
class Activities {

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;

    Activities(JdbcTemplate jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** The newest first. */
    PageResponse<ActivityView> page(ActivityFilter filter, PageQuery query) {
        ActivityFilter.Where where = filter.where();
        Long total = jdbc.queryForObject("select count(*) from activity" + where.sql(), Long.class,
                where.values().toArray());
        List<Object> values = new ArrayList<>(where.values());
        values.add(query.size());
        values.add(query.offset());
        return PageResponse.of(jdbc.query("select * from activity" + where.sql()
                + " order by id desc limit ? offset ?", (row, number) -> read(row), values.toArray()),
                query.page(), query.size(), total == null ? 0 : total);
    }

    private ActivityView read(ResultSet row) throws SQLException {
        try {
            return new ActivityView(row.getObject("id", UUID.class), row.getTimestamp("at").toInstant(),
                    row.getString("action"), row.getString("entity_type"), row.getObject("entity_id", UUID.class),
                    row.getString("actor"), json.readTree(row.getString("metadata")));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Stored metadata that are no JSON", broken);
        }
    }
}
