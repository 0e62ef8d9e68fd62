package dev.cadenza.audience;

import dev.cadenza.access.Visibility;
import dev.cadenza.platform.NamePatterns;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Finds lists and segments by what they are called. The user of the request finds the lists that they see. */
@Component
public class AudienceNames {

    private final JdbcTemplate jdbc;
    private final Visibility visibility;

    AudienceNames(JdbcTemplate jdbc, Visibility visibility) {
        this.jdbc = jdbc;
        this.visibility = visibility;
    }

    /** A list or a segment. */
    public record Named(UUID id, String name) {
    }

    /**
     * Those whose name holds all of these words in any case, the shortest names first; without words, any.
     *
     * @param most the largest number of them
     */
    public List<Named> lists(Collection<String> words, int most) {
        return find("lead_list x where " + visibility.condition("x.id"), words, most);
    }

    /** As {@link #lists}; segments belong to everybody. */
    public List<Named> segments(Collection<String> words, int most) {
        return find("segment x where true", words, most);
    }

    private List<Named> find(String from, Collection<String> words, int most) {
        return jdbc.query("select x.id, x.name from " + from + " and lower(x.name) like all(?)"
                        + " order by length(x.name), x.name limit ?",
                (row, number) -> new Named(row.getObject(1, UUID.class), row.getString(2)), NamePatterns.of(words), most);
    }
}
