package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What sources answered about a person: all of it is the person's. */
@Component
@Order(420)
class EnrichmentPersonalData implements PersonalData, Retained {

    private final PersonalRows rows;
    private final JdbcTemplate jdbc;

    EnrichmentPersonalData(PersonalRows rows, JdbcTemplate jdbc) {
        this.rows = rows;
        this.jdbc = jdbc;
    }

    @Override
    public Set<String> tables() {
        return Set.of("lead_enrichment", "enrichment_claim");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("enrichments",
                rows.read("select source_key as source, derived, found, confidence, answer, filled,"
                + " asked_at from lead_enrichment where lead_id = :lead order by asked_at", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("delete from enrichment_claim where lead_id = :lead", person)
                + rows.change("delete from lead_enrichment where lead_id = :lead", person);
    }

    @Override
    public String kind() {
        return "enrichments";
    }

    @Override
    public String description() {
        return "Answers of sources of enrichment. What they filled stays with the leads.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofYears(2);
    }

    @Override
    public int remove(Instant before, int most) {
        return jdbc.update("delete from lead_enrichment where id in (select id from lead_enrichment where asked_at < ?"
                + " limit ?)", before.atOffset(ZoneOffset.UTC), most);
    }
}
