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
        return Set.of("enrollment");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("enrollments", rows.read("""
                select j.name as journey, e.status, e.current_step, e.enrolled_at, e.completed_at, e.replied_at, e.reason
                from enrollment e join journey j on j.id = e.journey_id
                where e.lead_id = :lead order by e.enrolled_at""", person));
    }

    /** A passage through a journey is counted in its campaign; it becomes that of somebody whom nobody knows. */
    @Override
    public int erase(Person person) {
        return rows.change("update enrollment set lead_id = gen_random_uuid(), reason = null where lead_id = :lead",
                person);
    }
}
