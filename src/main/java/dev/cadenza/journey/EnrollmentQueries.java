package dev.cadenza.journey;

import dev.cadenza.access.Visibility;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads enrollments for the API. */
@Component
class EnrollmentQueries {

    private static final String SELECT = """
            select e.*, l.email, c.process_instance_id,
                   case when m.pending then m.scheduled_for end as next_run_at,
                   (select max(s.sent_at) from message s
                    where s.enrollment_id = e.id and s.direction = 'OUTBOUND') as last_sent_at
            from enrollment e
            join lead l on l.id = e.lead_id
            join cohort c on c.id = e.cohort_id
            left join message m on m.id = e.last_message
            """;
    private static final String FILTER = """
            where (cast(:owner as uuid) is null or e.owner_id = :owner)
              and (cast(:lead as uuid) is null or e.lead_id = :lead)
              and (cast(:status as text) is null or e.status = :status)
            """;

    private final JdbcClient jdbc;
    private final Visibility visibility;

    EnrollmentQueries(JdbcClient jdbc, Visibility visibility) {
        this.jdbc = jdbc;
        this.visibility = visibility;
    }

    /** What to list; null leaves a filter out. */
    record Filter(@Nullable UUID owner, @Nullable UUID lead, @Nullable EnrollmentStatus status) {
    }

    EnrollmentView get(UUID id) {
        return jdbc.sql(SELECT + "where e.id = :id").param("id", id).query(EnrollmentQueries::read).optional()
                .orElseThrow(() -> new NotFound("enrollment", id));
    }

    PageResponse<EnrollmentView> list(Filter filter, PageQuery page) {
        String where = FILTER + "and " + visibility.condition("e.owner_id") + " ";
        List<EnrollmentView> content = bind(jdbc.sql(SELECT + where + "order by e.id limit :size offset :offset"),
                filter).param("size", page.size()).param("offset", page.offset())
                .query(EnrollmentQueries::read).list();
        long total = bind(jdbc.sql("select count(*) from enrollment e " + where), filter).query(Long.class).single();
        return PageResponse.of(content, page.page(), page.size(), total);
    }

    private static JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement, Filter filter) {
        return statement.param("owner", filter.owner(), Types.OTHER).param("lead", filter.lead(), Types.OTHER)
                .param("status", filter.status() == null ? null : filter.status().name(), Types.VARCHAR);
    }

    private static EnrollmentView read(ResultSet row, int index) throws SQLException {
        return new EnrollmentView(row.getObject("id", UUID.class), row.getObject("owner_id", UUID.class),
                row.getObject("journey_id", UUID.class), row.getObject("lead_id", UUID.class),
                row.getString("email"), EnrollmentStatus.valueOf(row.getString("status")),
                row.getString("current_step"), instant(row, "next_run_at"), instant(row, "last_sent_at"),
                row.getTimestamp("enrolled_at").toInstant(), instant(row, "completed_at"),
                instant(row, "replied_at"), row.getString("reason"), row.getObject("cohort_id", UUID.class),
                row.getString("process_instance_id"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
