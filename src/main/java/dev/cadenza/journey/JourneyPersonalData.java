package dev.cadenza.journey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Which journeys somebody has been through. */
@Component
@Order(500)
class JourneyPersonalData implements PersonalData {

    private final PersonalRows rows;

    JourneyPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("enrollment", "awaited", "entry_cause", "step_answer", "step_call", "execution_log");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("workflowAnswers", rows.read("""
                select j.name as journey, a.step, a.body, a.answered_at
                from step_answer a join enrollment e on e.id = a.enrollment_id join journey j on j.id = e.journey_id
                where e.lead_id = :lead order by a.answered_at""", person),
                "workflowEntries", rows.read("""
                select j.name as journey, c.trigger, c.data
                from entry_cause c join enrollment e on e.id = c.enrollment_id join journey j on j.id = e.journey_id
                where e.lead_id = :lead order by e.enrolled_at""", person),
                "workflowSteps", rows.read("""
                select j.name as journey, l.step, l.visit, l.status, l.output, l.error, l.started_at
                from execution_log l join enrollment e on e.id = l.enrollment_id join journey j on j.id = e.journey_id
                where e.lead_id = :lead order by l.seq""", person),
                "workflowCalls", rows.read("""
                select j.name as journey, c.step, c.state, c.error, c.called_at
                from step_call c join enrollment e on e.id = c.enrollment_id join journey j on j.id = e.journey_id
                where e.lead_id = :lead order by c.called_at""", person),
                "workflowWaits", rows.read("select step, kind, key, since from awaited where lead_id = :lead", person),
                "enrollments", rows.read("""
                select j.name as journey, e.status, e.current_step, e.enrolled_at, e.completed_at, e.replied_at, e.reason
                from enrollment e join journey j on j.id = e.journey_id
                where e.lead_id = :lead order by e.enrolled_at""", person));
    }

    /** A passage through a journey is counted in its campaign; it becomes that of somebody whom nobody knows. */
    @Override
    public int erase(Person person) {
        String theirs = "in (select e.id from enrollment e where e.lead_id = :lead)";
        return rows.change("delete from awaited where lead_id = :lead", person)
                + rows.change("delete from step_answer where enrollment_id " + theirs, person)
                + rows.change("update entry_cause set data = '{}' where data <> '{}' and enrollment_id " + theirs, person)
                + rows.change("update step_call set error = null where error is not null and enrollment_id " + theirs,
                        person)
                + rows.change("update execution_log set output = null, error = null"
                        + " where (output is not null or error is not null) and enrollment_id " + theirs, person)
                + rows.change("update enrollment set lead_id = gen_random_uuid(), reason = null where lead_id = :lead",
                person);
    }
}
