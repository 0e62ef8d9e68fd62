package dev.cadenza.draft;

import dev.cadenza.lead.LeadFields;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Which variables templates may use: the known fields of leads, and attributes that at least one lead has. */
@Component
public class TemplateVariables {

    private final JdbcTemplate jdbc;

    TemplateVariables(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Everything that is wrong with a template, unknown variables included. */
    public List<Fault> check(@Nullable String subject, String body) {
        return TemplateCheck.check(subject, body, knownOf(TemplateCheck.variables(subject, body)));
    }

    /** The known fields, and those of {@code names} that are attributes of some lead. */
    @Transactional(readOnly = true)
    public Set<String> knownOf(List<String> names) {
        Set<String> known = new LinkedHashSet<>(LeadFields.names());
        String[] others = names.stream().filter(name -> !known.contains(name)).toArray(String[]::new);
        if (others.length > 0) {
            known.addAll(jdbc.queryForList("""
                    select key from unnest(?) as key
                    where exists (select 1 from lead where jsonb_exists(attributes, key))""",
                    String.class, (Object) others));
        }
        return known;
    }
}
