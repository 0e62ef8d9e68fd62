package dev.cadenza.enrichment;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What sources of enrichment told about leads beyond the leads' own fields. */
@Component
public class EnrichmentFacts {

    private final JdbcTemplate jdbc;

    EnrichmentFacts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Facts by name, such as {@code techStack}, by lead; who has none has no entry. Of several answers the surest says
     * it, of those equally sure the latest. One query for all.
     */
    public Map<UUID, Map<String, String>> of(Collection<UUID> leads) {
        Map<UUID, Map<String, String>> facts = new LinkedHashMap<>();
        jdbc.query("""
                select lead_id, array_to_string(tech_stack, ', ') as tech_stack, array_to_string(skills, ', ') as skills
                from lead_enrichment where lead_id = any(?) and found and (tech_stack <> '{}' or skills <> '{}')
                order by lead_id, confidence desc nulls last, asked_at desc""",
                row -> {
                    Map<String, String> known = facts.computeIfAbsent(row.getObject("lead_id", UUID.class),
                            lead -> new LinkedHashMap<>());
                    put(known, "techStack", row.getString("tech_stack"));
                    put(known, "skills", row.getString("skills"));
                }, (Object) leads.toArray(UUID[]::new));
        return facts;
    }

    private static void put(Map<String, String> known, String name, String value) {
        if (!value.isEmpty()) {
            known.putIfAbsent(name, value);
        }
    }
}
