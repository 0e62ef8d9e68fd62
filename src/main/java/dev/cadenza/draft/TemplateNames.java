package dev.cadenza.draft;

import dev.cadenza.platform.NamePatterns;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds templates by what they are called. */
@Component
public class TemplateNames {

    private final JdbcTemplate jdbc;

    TemplateNames(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A template that is in use. */
    public record Named(UUID id, String name) {
    }

    /** Those whose name holds all of these words in any case, the shortest names first; without words, any. */
    public List<Named> find(Collection<String> words, int most) {
        return jdbc.query("select id, name from template where active and lower(name) like all(?)"
                + " order by length(name), name limit ?", (row, number) -> new Named(row.getObject(1, UUID.class),
                        row.getString(2)), NamePatterns.of(words), most);
    }
}
