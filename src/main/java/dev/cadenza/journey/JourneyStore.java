package dev.cadenza.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.compiler.Plan;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The journeys of the table {@code journey}. They never change, so every node keeps those it has met in memory. */
@Component
class JourneyStore {

    private static final int CACHED = 2_000;

    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;
    private final Map<String, Journey> byDefinition = new ConcurrentHashMap<>();
    private final Map<UUID, Journey> byId = new ConcurrentHashMap<>();

    JourneyStore(JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    void add(Journey journey) {
        jdbc.sql("""
                insert into journey(id, owner_id, version, name, plan, process_definition_id, settings, created_at)
                values (:id, :owner, :version, :name, cast(:plan as jsonb), :definition, cast(:settings as jsonb), :at)
                """)
                .param("id", journey.id())
                .param("owner", journey.ownerId())
                .param("version", journey.version())
                .param("name", journey.name())
                .param("plan", write(journey.plan()))
                .param("definition", journey.processDefinitionId())
                .param("settings", write(journey.settings()))
                .param("at", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    int nextVersion(UUID ownerId) {
        return jdbc.sql("select coalesce(max(version), 0) + 1 from journey where owner_id = :owner")
                .param("owner", ownerId).query(Integer.class).single();
    }

    /** @throws NotFound where there is none */
    Journey get(UUID id) {
        return jdbc.sql("select * from journey where id = :id").param("id", id).query(this::read)
                .optional().orElseThrow(() -> new NotFound("journey", id));
    }

    /** The journey that was deployed as this process definition, from memory where this node has met it. */
    Journey ofDefinition(String definitionId) {
        Journey known = byDefinition.get(definitionId);
        if (known != null) {
            return known;
        }
        Journey journey = jdbc.sql("select * from journey where process_definition_id = :id")
                .param("id", definitionId).query(this::read).optional()
                .orElseThrow(() -> new IllegalStateException("No journey was deployed as " + definitionId));
        remember(byId, journey.id(), journey);
        remember(byDefinition, definitionId, journey);
        return journey;
    }

    /** The journey that was deployed as this process definition; empty where the process is none of ours. */
    Optional<Journey> find(String definitionId) {
        return jdbc.sql("select id from journey where process_definition_id = :id").param("id", definitionId)
                .query(UUID.class).optional().map(this::known);
    }

    /** The journey, from memory where this node has met it. */
    Journey known(UUID id) {
        Journey known = byId.get(id);
        if (known != null) {
            return known;
        }
        Journey journey = get(id);
        remember(byId, id, journey);
        return journey;
    }

    private static <K> void remember(Map<K, Journey> cache, K key, Journey journey) {
        if (cache.size() >= CACHED) {
            cache.clear();
        }
        cache.put(key, journey);
    }

    List<String> definitionsOf(UUID ownerId) {
        return jdbc.sql("select process_definition_id from journey where owner_id = :owner order by version")
                .param("owner", ownerId).query(String.class).list();
    }

    private Journey read(ResultSet row, int index) throws SQLException {
        return new Journey(row.getObject("id", UUID.class), row.getObject("owner_id", UUID.class),
                row.getInt("version"), row.getString("name"), read(row.getString("plan"), Plan.class),
                row.getString("process_definition_id"), read(row.getString("settings"), JourneySettings.class));
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A journey's own records are always writable as JSON", impossible);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The stored " + type.getSimpleName() + " is not readable", broken);
        }
    }
}
