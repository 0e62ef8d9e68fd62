package dev.cadenza.activity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * What was done to somebody's data. That something was done, by whom and when, stays; about whom does not. Comes after the
 * other modules, whose erasing is logged too.
 */
@Component
@Order(10_000)
class ActivityPersonalData implements PersonalData {

    private static final String THEIRS = """
            (entity_id = cast(:lead as uuid) or position(cast(:lead as text) in metadata::text) > 0
                or exists (select from unnest(:emails || :phones) as a(address) where %s))"""
            .formatted(PersonalRows.stands("lower(a.address)", "lower(metadata::text)"));

    private final PersonalRows rows;

    ActivityPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("activity");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("activities", rows.read("select at, action, entity_type, metadata from activity where " + THEIRS
                + " order by id", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("update activity set entity_id = nullif(entity_id, cast(:lead as uuid)), metadata = '{}' where " + THEIRS,
                person);
    }
}
