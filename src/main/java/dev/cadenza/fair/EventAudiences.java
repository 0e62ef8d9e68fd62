package dev.cadenza.fair;

import dev.cadenza.access.Visibility;
import dev.cadenza.audience.NewLists;
import dev.cadenza.platform.NamePatterns;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Events as those to whom something is sent: found by name, counted, and made lists of. */
@Component
public class EventAudiences {

    private static final int MOST_LISTS = 1_000;
    private static final int MOST_CHARACTERS = 150;

    private final JdbcTemplate jdbc;
    private final Visibility visibility;
    private final EventLeads leads;
    private final NewLists lists;

    EventAudiences(JdbcTemplate jdbc, Visibility visibility, EventLeads leads, NewLists lists) {
        this.jdbc = jdbc;
        this.visibility = visibility;
        this.leads = leads;
        this.lists = lists;
    }

    /** A trade event. */
    public record Named(UUID id, String name, LocalDate date) {
    }

    /** Those the user of the request sees whose name or place holds all of these words, the latest first. */
    public List<Named> find(Collection<String> words, int most) {
        return jdbc.query("select e.id, e.name, e.date from trade_event e where " + visibility.condition("e.id")
                        + " and lower(e.name || ' ' || coalesce(e.location, '') || ' ' || e.date) like all(?)"
                        + " order by e.date desc, e.id desc limit ?",
                (row, number) -> new Named(row.getObject(1, UUID.class), row.getString(2),
                        row.getObject(3, LocalDate.class)), NamePatterns.of(words), most);
    }

    public long leads(UUID eventId) {
        return leads.counts(List.of(eventId)).getOrDefault(eventId, 0L);
    }

    /**
     * Makes a new list of everybody who was met at an event, named after it.
     *
     * @throws NotFound where there is no such event, or the user of the request does not see it
     */
    @Transactional
    public UUID listOf(UUID eventId) {
        visibility.require("event", eventId);
        String event = jdbc.query("select name from trade_event where id = ?", (row, number) -> row.getString(1), eventId)
                .stream().findFirst().orElseThrow(() -> new NotFound("event", eventId));
        String name = "Met at " + event.substring(0, Math.min(event.length(), MOST_CHARACTERS)).strip();
        UUID list = lists.create(free(name));
        leads.copyTo(list, eventId);
        return list;
    }

    private String free(String name) {
        List<String> taken = jdbc.queryForList("select lower(name) from lead_list where lower(name) like ?", String.class,
                NamePatterns.of(List.of(name))[0].substring(1));
        for (int i = 1; i <= MOST_LISTS; i++) {
            String candidate = i == 1 ? name : name + " (" + i + ")";
            if (!taken.contains(candidate.toLowerCase(Locale.ROOT))) {
                return candidate;
            }
        }
        throw new Conflict("name-taken", "There are too many lists named '" + name + "'.");
    }
}
