package dev.cadenza.lead;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads leads as the API shows them. */
@Component
public class LeadViews {

    private static final String COLUMNS = "id, email, phone, first_name, last_name, company, title, linkedin_url,"
            + " website, city, country, timezone, source, status, score, stopped_automation, attributes,"
            + " import_batch_id, last_message_sent_at, created_at, updated_at";

    private final JdbcTemplate jdbc;
    private final ImportedRows importedRows;
    private final ObjectMapper json;

    LeadViews(JdbcTemplate jdbc, ImportedRows importedRows, ObjectMapper json) {
        this.jdbc = jdbc;
        this.importedRows = importedRows;
        this.json = json;
    }

    /** The leads of these ids in the order of the ids, without their raw data; ids that no lead has are left out. */
    public List<LeadView> load(Collection<UUID> ids) {
        Map<UUID, LeadView> found = new HashMap<>();
        jdbc.query("select " + COLUMNS + ", null as raw_data, null as import_position from lead where id = any(?)", row -> {
            LeadView lead = read(row);
            found.put(lead.id(), lead);
        }, (Object) ids.toArray(UUID[]::new));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    Optional<LeadView> find(UUID id) {
        return jdbc.query("select " + COLUMNS + ", raw_data, import_position from lead where id = ?", (row, number) -> read(row), id)
                .stream().findFirst();
    }

    private LeadView read(ResultSet row) throws SQLException {
        LeadProfile lead = LeadProfiles.read(row);
        return new LeadView(lead.id(), lead.email(), lead.phone(), lead.firstName(), lead.lastName(), lead.name(),
                lead.company(), lead.title(), lead.linkedinUrl(), lead.website(), lead.city(), lead.country(),
                lead.timezone(), lead.source(), lead.status(), lead.score(), lead.stoppedAutomation(),
                lead.attributes(), rawData(row), row.getObject("import_batch_id", UUID.class),
                instant(row.getTimestamp("last_message_sent_at")), row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private @Nullable JsonNode rawData(ResultSet row) throws SQLException {
        String stored = row.getString("raw_data");
        UUID importId = row.getObject("import_batch_id", UUID.class);
        long position = row.getLong("import_position");
        if (stored == null && importId != null && !row.wasNull()) {
            return importedRows.row(importId, position).<JsonNode>map(json::valueToTree).orElse(null);
        }
        try {
            return stored == null ? null : json.readTree(stored);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Stored raw data that is no JSON", broken);
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
