package dev.cadenza.lead;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.FieldError;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Sets the same values for many leads at once, and tells what changed. */
@Component
public class LeadChanges {

    private static final String ATTRIBUTE = "attributes.";
    /** Addresses are missing: no two leads share one. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(Map.entry("firstName", "first_name"),
            Map.entry("lastName", "last_name"), Map.entry("company", "company"), Map.entry("title", "title"),
            Map.entry("linkedinUrl", "linkedin_url"), Map.entry("website", "website"), Map.entry("city", "city"),
            Map.entry("country", "country"), Map.entry("timezone", "timezone"), Map.entry("source", "source"),
            Map.entry("status", "status"));

    private final JdbcClient jdbc;
    private final LeadWatch watch;
    private final ActivityLog activity;
    private final Clock clock;

    LeadChanges(JdbcClient jdbc, LeadWatch watch, ActivityLog activity, Clock clock) {
        this.jdbc = jdbc;
        this.watch = watch;
        this.activity = activity;
        this.clock = clock;
    }

    /** True where {@link #set} can set this: a field but no address, or an attribute, with or without its prefix. */
    public static boolean settable(String field) {
        return COLUMNS.containsKey(field) || Attributes.isKey(attribute(field));
    }

    /** What keeps a value from being set; null where nothing does. */
    public static @Nullable FieldError check(String field, @Nullable String value) {
        if (!settable(field)) {
            return FieldError.of(field, "unknown-field", "A step can't set '" + field + "'.");
        }
        if (value != null && COLUMNS.containsKey(field)) {
            return LeadValues.check(field, value, null).error();
        }
        return value != null && (value.length() > Attributes.MAX_TEXT_LENGTH || !PlainText.storable(value))
                ? FieldError.of(field, "invalid", "The text is too long, or holds a character that"
                        + " can't be kept.") : null;
    }

    /**
     * In the caller's transaction, with one statement. An attribute is left as it is for a lead that would have too many,
     * or too large ones.
     *
     * @param values by field; null empties it
     * @return how many leads are other than before
     * @throws IllegalArgumentException where a value can't be set; {@link #check} says why
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public int set(Collection<UUID> leadIds, Map<String, @Nullable String> values) {
        if (leadIds.isEmpty() || values.isEmpty()) {
            return 0;
        }
        Map<String, @Nullable String> fields = new LinkedHashMap<>();
        ObjectNode added = JsonNodeFactory.instance.objectNode();
        List<String> removed = new ArrayList<>();
        values.forEach((field, value) -> sort(field, value, fields, added, removed));
        Instant now = clock.instant();
        LeadWatch.Before before = watch.before(leadIds);
        List<UUID> changed = update(leadIds, fields, added, removed, now);
        if (!changed.isEmpty()) {
            activity.record(Action.LEAD_UPDATED, null, Map.of("count", changed.size(), "fields",
                    values.keySet().stream().sorted().toList()));
            watch.after(before, now);
        }
        return changed.size();
    }

    private static void sort(String field, @Nullable String value, Map<String, @Nullable String> fields,
            ObjectNode added, List<String> removed) {
        FieldError error = check(field, value);
        if (error != null) {
            throw new IllegalArgumentException(error.message());
        }
        if (COLUMNS.containsKey(field)) {
            String kept = value == null ? null : LeadValues.check(field, value, null).value();
            fields.put(field, kept != null ? kept : field.equals("status") ? LeadStatus.NEW.name()
                    : field.equals("source") ? Lead.DEFAULT_SOURCE : null);
        } else if (value == null || value.isEmpty()) {
            removed.add(attribute(field));
        } else {
            added.put(attribute(field), value);
        }
    }

    private static String attribute(String field) {
        return field.startsWith(ATTRIBUTE) ? field.substring(ATTRIBUTE.length()) : field;
    }

    /** @return the leads that are other than before */
    private List<UUID> update(Collection<UUID> leadIds, Map<String, @Nullable String> fields, ObjectNode added,
            List<String> removed, Instant now) {
        List<String> names = List.copyOf(fields.keySet());
        boolean attributes = !added.isEmpty() || !removed.isEmpty();
        StringBuilder set = new StringBuilder();
        StringBuilder other = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            String column = COLUMNS.get(names.get(i));
            set.append(column).append(" = cast(:v").append(i).append(" as text), ");
            other.append(i == 0 ? "" : " or ").append("o.").append(column).append(" is distinct from cast(:v").append(i)
                    .append(" as text)");
        }
        if (attributes) {
            set.append("attributes = o.after, ");
            other.append(names.isEmpty() ? "" : " or ").append("o.attributes is distinct from o.after");
        }
        var statement = jdbc.sql("""
                with before as (
                    select l.*, (l.attributes || cast(:added as jsonb)) - cast(:removed as text[]) as wanted
                    from lead l where l.id = any(cast(:leads as uuid[])) order by l.id for no key update),
                o as (
                    select b.*, case when octet_length(b.wanted::text) > :bytes
                            or (select count(*) from jsonb_object_keys(b.wanted)) > :most then b.attributes
                        else b.wanted end as after
                    from before b)
                update lead l set %s updated_at = :at, version = l.version + 1
                from o where l.id = o.id and (%s)
                returning l.id
                """.formatted(set, other))
                .param("added", added.toString()).param("removed", removed.toArray(String[]::new))
                .param("leads", leadIds.toArray(UUID[]::new)).param("bytes", Attributes.MAX_BYTES)
                .param("most", Attributes.MAX_COUNT).param("at", now.atOffset(ZoneOffset.UTC));
        for (int i = 0; i < names.size(); i++) {
            statement = statement.param("v" + i, fields.get(names.get(i)), Types.VARCHAR);
        }
        return statement.query(UUID.class).list();
    }
}
