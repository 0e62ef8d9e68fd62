package dev.cadenza.lead;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Writes into a lead what others know about it: into what is empty, or over what is there where that is wanted. */
@Component
public class LeadFill {

    private static final Map<String, String> COLUMNS = Map.ofEntries(Map.entry("email", "email"),
            Map.entry("phone", "phone"), Map.entry("firstName", "first_name"), Map.entry("lastName", "last_name"),
            Map.entry("company", "company"), Map.entry("title", "title"), Map.entry("linkedinUrl", "linkedin_url"),
            Map.entry("website", "website"), Map.entry("city", "city"), Map.entry("country", "country"),
            Map.entry("timezone", "timezone"));

    private final JdbcTemplate jdbc;
    private final LeadWatch watch;
    private final Clock clock;

    LeadFill(JdbcTemplate jdbc, LeadWatch watch, Clock clock) {
        this.jdbc = jdbc;
        this.watch = watch;
        this.clock = clock;
    }

    /** Whether a field of this name can be filled. */
    public static boolean fills(String field) {
        return COLUMNS.containsKey(field);
    }

    /**
     * Locks the lead and writes. An address that another lead has is left out, and attributes that would be too large
     * together are.
     *
     * @param fields in the forms that {@link LeadValues#check} gives; those that can't be filled are left out
     * @param attributes by keys that {@link Attributes#isKey} knows
     * @param overwrite whether values that are there give way
     * @return names of the fields and attributes that changed; empty too where there is no such lead
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<String> fill(UUID leadId, Map<String, String> fields, Map<String, Object> attributes,
            boolean overwrite) {
        Set<String> changed = new LinkedHashSet<>();
        LeadWatch.Before before = watch.before(List.of(leadId));
        jdbc.query("select * from lead where id = ? for no key update", row -> {
            LeadProfile lead = LeadProfiles.read(row);
            List<String> sets = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            fields.forEach((field, value) -> {
                String now = COLUMNS.containsKey(field)
                        ? LeadFields.text(field).map(known -> known.value().apply(lead)).orElse(null) : value;
                boolean free = now == null || now.isEmpty() || overwrite && !addressOf(field);
                if (free && !value.equals(now) && !(addressOf(field) && taken(field, value))) {
                    sets.add(COLUMNS.get(field) + " = ?");
                    values.add(value);
                    changed.add(field);
                }
            });
            Map<String, Object> merged = new LinkedHashMap<>(lead.attributes());
            Set<String> keys = new LinkedHashSet<>();
            attributes.forEach((key, value) -> {
                if ((overwrite || !merged.containsKey(key)) && !Objects.equals(merged.get(key), value)) {
                    merged.put(key, value);
                    keys.add(key);
                }
            });
            if (!keys.isEmpty() && Attributes.fit(merged)) {
                sets.add("attributes = ?::jsonb");
                values.add(Attributes.toJson(merged));
                changed.addAll(keys);
            }
            if (!sets.isEmpty()) {
                values.add(Timestamp.from(clock.instant()));
                values.add(leadId);
                jdbc.update("update lead set " + String.join(", ", sets)
                        + ", updated_at = ?, version = version + 1 where id = ?", values.toArray());
            }
        }, leadId);
        watch.after(before, clock.instant());
        return changed;
    }

    /** How somebody is reached is never taken away from a lead. */
    private static boolean addressOf(String field) {
        return field.equals("email") || field.equals("phone");
    }

    private boolean taken(String field, String value) {
        return !jdbc.queryForList("select 1 from lead where " + COLUMNS.get(field) + " = ?", Integer.class, value)
                .isEmpty();
    }
}
