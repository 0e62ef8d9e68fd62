package dev.cadenza.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Visibility;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** Who is meant by a list, a segment, both (those in both), or a condition. */
@Component
public class Audiences {

    private final JdbcTemplate jdbc;
    private final NamedParameterJdbcTemplate named;
    private final LeadProfiles leads;
    private final Visibility visibility;
    private final ObjectMapper json;
    private final Clock clock;

    Audiences(JdbcTemplate jdbc, LeadProfiles leads, Visibility visibility, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.named = new NamedParameterJdbcTemplate(jdbc);
        this.leads = leads;
        this.visibility = visibility;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The leads of a list, of a segment as it is now, or of both.
     *
     * @throws NotFound where the segment is not there
     * @throws IllegalArgumentException where neither is given
     */
    public AudienceSql members(@Nullable UUID listId, @Nullable UUID segmentId) {
        if (listId == null && segmentId == null) {
            throw new IllegalArgumentException("An audience is a list, a segment or both");
        }
        return members(listId, segmentId, new Condition.All(List.of()));
    }

    /** Those of a list (or of all leads) who are in a segment (if one is given) and for whom a condition holds. */
    AudienceSql members(@Nullable UUID listId, @Nullable UUID segmentId, Condition condition) {
        ConditionSql sql = new ConditionSql(clock.instant());
        String where = condition.expression(sql)
                + (segmentId == null ? "" : " and " + condition(segmentId).expression(sql));
        // A list alone is driven from its own primary key, which also has its leads in the order of their ids.
        if (listId == null) {
            return sql.select("lead l", where);
        }
        AudienceSql members = sql.select("lead_list_member member join lead l on l.id = member.lead_id",
                "member.list_id = " + sql.bind(listId) + " and " + where);
        return new AudienceSql(members.sql(), members.params(), List.of("member.lead_id", "l.id"));
    }

    /** How many leads {@link #members} selects. */
    public long count(@Nullable UUID listId, @Nullable UUID segmentId) {
        return count(members(listId, segmentId));
    }

    /**
     * Checks the ids of a request, as its fields {@code listId} and {@code segmentId}.
     *
     * @throws Rejected naming what is not there
     */
    public void requireExists(@Nullable UUID listId, @Nullable UUID segmentId) {
        if (listId != null && missingLists(Set.of(listId)).contains(listId)) {
            throw new Rejected(FieldError.of("listId", "unknown", "There is no list " + listId + "."));
        }
        if (segmentId != null && jdbc.queryForList("select 1 from segment where id = ?", segmentId).isEmpty()) {
            throw new Rejected(FieldError.of("segmentId", "unknown", "There is no segment " + segmentId + "."));
        }
    }

    /** Those of these leads for which the condition holds now. */
    public Set<UUID> matching(Condition condition, Collection<UUID> leadIds) {
        AudienceSql sql = condition.toSql(clock.instant());
        Map<String, Object> params = new HashMap<>(sql.params());
        params.put("candidates", leadIds.toArray(UUID[]::new));
        return new HashSet<>(named.queryForList(sql.sql() + " and l.id = any(:candidates)", params, UUID.class));
    }

    /** What conditions can ask about these leads; leads that are not there are left out. */
    public Map<UUID, LeadFacts> facts(Collection<UUID> leadIds) {
        Map<UUID, LeadProfile> profiles = new HashMap<>();
        leads.load(leadIds).forEach(lead -> profiles.put(lead.id(), lead));
        Map<UUID, LeadFacts> facts = new HashMap<>();
        jdbc.query("select l.id, l.created_at, l.updated_at, l.last_message_sent_at,"
                        + " array(select m.list_id from lead_list_member m where m.lead_id = l.id) as lists"
                        + " from lead l where l.id = any(?)",
                row -> {
                    LeadProfile profile = profiles.get(row.getObject("id", UUID.class));
                    if (profile != null) {
                        facts.put(profile.id(), new LeadFacts(profile, row.getTimestamp("created_at").toInstant(),
                                row.getTimestamp("updated_at").toInstant(),
                                instant(row.getTimestamp("last_message_sent_at")), lists(row.getArray("lists"))));
                    }
                }, (Object) leadIds.toArray(UUID[]::new));
        return facts;
    }

    long count(AudienceSql audience) {
        Long count = named.queryForObject("select count(*) from (" + audience.sql() + ") audience", audience.params(),
                Long.class);
        return count == null ? 0 : count;
    }

    /** Those of these lists that are not there, or that the user of this request does not see. */
    Set<UUID> missingLists(Set<UUID> ids) {
        Set<UUID> missing = new HashSet<>(ids);
        missing.removeAll(jdbc.queryForList("select x.id from lead_list x where x.id = any(?) and "
                + visibility.condition("x.id"), UUID.class, (Object) ids.toArray(UUID[]::new)));
        return missing;
    }

    private Condition condition(UUID segmentId) {
        List<String> stored = jdbc.queryForList("select condition from segment where id = ?", String.class, segmentId);
        if (stored.isEmpty()) {
            throw new NotFound("segment", segmentId);
        }
        try {
            return Condition.parse(json.readTree(stored.get(0)));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The stored condition of segment " + segmentId + " is no JSON", broken);
        }
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static Set<UUID> lists(Array array) throws SQLException {
        return Set.copyOf(Arrays.asList((UUID[]) array.getArray()));
    }
}
