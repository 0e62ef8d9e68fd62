package dev.cadenza.lead;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads leads for other modules, each call with one query. */
@Component
public class LeadProfiles {

    private final JdbcTemplate jdbc;

    LeadProfiles(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The leads of these ids in the order of the ids; an id that no lead has is left out. */
    public List<LeadProfile> load(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, LeadProfile> found = new HashMap<>(ids.size() * 2);
        jdbc.query("select id, email, phone, first_name, last_name, company, title, linkedin_url, website,"
                + " city, country, timezone, source, status, score, stopped_automation, attributes"
                + " from lead where id = any(?)",
                row -> {
                    LeadProfile lead = read(row);
                    found.put(lead.id(), lead);
                },
                (Object) ids.toArray(UUID[]::new));
        return ids.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    public Optional<LeadProfile> find(UUID id) {
        return load(List.of(id)).stream().findFirst();
    }

    static LeadProfile read(ResultSet row) throws SQLException {
        return new LeadProfile(row.getObject("id", UUID.class), row.getString("email"), row.getString("phone"),
                row.getString("first_name"), row.getString("last_name"), row.getString("company"),
                row.getString("title"), row.getString("linkedin_url"), row.getString("website"),
                row.getString("city"), row.getString("country"), row.getString("timezone"), row.getString("source"),
                row.getString("status"), row.getInt("score"), row.getBoolean("stopped_automation"),
                Attributes.fromJson(row.getString("attributes")));
    }
}
