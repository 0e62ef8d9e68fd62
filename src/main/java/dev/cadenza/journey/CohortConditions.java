package dev.cadenza.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.audience.AudienceSql;
import dev.cadenza.audience.Condition;
import dev.cadenza.audience.ConditionScope;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Evaluates a condition for a whole cohort in one query. */
@Component
class CohortConditions {

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    CohortConditions(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** The open enrollments of the cohort whose lead fulfils the condition. */
    List<UUID> matching(UUID cohort, String condition) {
        AudienceSql fulfilling = Condition.parse(read(condition), ConditionScope.PASSAGE, "condition").toSql(clock.instant());
        return jdbc.sql("""
                select e.id from enrollment e
                where e.cohort_id = :cohort and e.status in ('PENDING', 'IN_PROGRESS') and e.lead_id in (%s)
                """.formatted(fulfilling.sql()))
                .params(fulfilling.params()).param("cohort", cohort)
                .query(UUID.class).list();
    }

    private JsonNode read(String condition) {
        try {
            return json.readTree(condition);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored condition is not JSON", broken);
        }
    }
}
