package dev.cadenza.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes, changes and removes segments. */
@Component
class SegmentRegister {

    private final Segments segments;
    private final Visibility visibility;
    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final TransactionTemplate transaction;
    private final ActivityLog activity;
    private final Clock clock;

    SegmentRegister(Segments segments, Visibility visibility, JdbcTemplate jdbc, ObjectMapper json,
            PlatformTransactionManager transactions, ActivityLog activity, Clock clock) {
        this.segments = segments;
        this.visibility = visibility;
        this.jdbc = jdbc;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
        this.activity = activity;
        this.clock = clock;
    }

    UUID create(Naming naming, JsonNode condition) {
        return naming.unique("segment", null, segments::named, () -> transaction.execute(status -> {
            requireLists(Condition.parse(condition));
            UUID id = segments.saveAndFlush(new Segment(naming, condition, clock.instant())).id();
            activity.record(Action.SEGMENT_CREATED, id, Map.of("name", naming.name()));
            return id;
        }));
    }

    void redefine(UUID id, Naming naming, JsonNode condition) {
        naming.unique("segment", id, segments::named, () -> transaction.execute(status -> {
            Segment segment = segments.findById(id).orElseThrow(() -> new NotFound("segment", id));
            requireLists(Condition.parse(condition));
            segment.redefine(naming, condition, clock.instant());
            activity.record(Action.SEGMENT_UPDATED, id, Map.of("name", naming.name()));
            return segments.saveAndFlush(segment).id();
        }));
    }

    /** @throws Conflict where a campaign is addressed to the segment */
    void delete(UUID id) {
        try {
            transaction.executeWithoutResult(status -> {
                if (jdbc.update("delete from segment where id = ?", id) == 0) {
                    throw new NotFound("segment", id);
                }
                activity.record(Action.SEGMENT_DELETED, id, Map.of());
            });
        } catch (DataIntegrityViolationException referred) {
            throw new Conflict("segment-in-use", "A campaign is addressed to this segment.");
        }
    }

    Segment find(UUID id) {
        return segments.findById(id).orElseThrow(() -> new NotFound("segment", id));
    }

    JsonNode tree(Segment segment) {
        return tree(segment.condition());
    }

    /** The name of a segment whose condition asks for members of this list. */
    Optional<String> speakingOf(UUID listId) {
        return jdbc.query("select name, condition from segment where strpos(lower(condition::text), ?) > 0"
                        + " order by name",
                (row, number) -> Condition.parse(tree(row.getString("condition"))).lists().contains(listId)
                        ? Optional.of(row.getString("name")) : Optional.<String>empty(), listId.toString())
                .stream().flatMap(Optional::stream).findFirst();
    }

    /** Keeps the lists from being deleted until the transaction ends. */
    void requireLists(Condition condition) {
        Set<UUID> lists = condition.lists();
        List<UUID> found = jdbc.queryForList("select x.id from lead_list x where x.id = any(?) and "
                        + visibility.condition("x.id") + " order by x.id for key share of x",
                UUID.class, (Object) lists.toArray(UUID[]::new));
        lists.stream().filter(id -> !found.contains(id)).findFirst().ifPresent(id -> {
            throw new Rejected(FieldError.of("condition", "unknown-list", "There is no list " + id + "."));
        });
    }

    /** @throws Rejected where the condition asks for members of a list that the user of this request does not see */
    void requireSeen(Condition condition) {
        condition.lists().stream().filter(id -> !visibility.sees(id)).findFirst().ifPresent(id -> {
            throw new Rejected(FieldError.of("condition", "unknown-list", "There is no list " + id + "."));
        });
    }

    private JsonNode tree(String condition) {
        try {
            return json.readTree(condition);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("A stored condition is no JSON", broken);
        }
    }
}
