package dev.cadenza.enrichment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Answers, who is being asked about, and how much of each source's rate is used, over all nodes. */
@Component
@Transactional
class EnrichmentRows {

    /** Longer than a question can take; then its node has died and somebody else may ask. */
    private static final Duration CLAIM = Duration.ofMinutes(2);
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final JdbcTemplate jdbc;

    EnrichmentRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An answer as the API shows it.
     *
     * @param derived whether it was worked out here and not told by anybody
     * @param confidence null where the source tells none
     * @param filled the lead's fields that it filled
     * @param data the answer as it came
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(UUID id, String source, boolean derived, boolean found, @Nullable BigDecimal confidence,
            List<String> techStack, List<String> skills, JsonNode socialProfiles, List<String> filled, JsonNode data,
            Instant askedAt, Instant freshUntil) {
    }

    /** The latest answer that need not be asked for again. */
    @Transactional(readOnly = true)
    Optional<JsonNode> fresh(UUID lead, UUID source, Instant now) {
        return jdbc.query("select answer, fresh_until from lead_enrichment where lead_id = ? and source_id = ?"
                + " order by asked_at desc limit 1", (row, number) -> row.getTimestamp(2).toInstant().isAfter(now)
                        ? Optional.of(Json.read(row.getString(1))) : Optional.<JsonNode>empty(), lead, source)
                .stream().findFirst().flatMap(found -> found);
    }

    /** @return until when the claim holds; empty where somebody else is asking the same at this moment */
    Optional<Instant> claim(UUID lead, UUID source, Instant now) {
        Instant until = now.plus(CLAIM).truncatedTo(ChronoUnit.MICROS);
        return jdbc.update("""
                insert into enrichment_claim as c (source_id, lead_id, until) values (?, ?, ?)
                on conflict (source_id, lead_id) do update set until = excluded.until where c.until < ?
                """, source, lead, Timestamp.from(until), Timestamp.from(now)) == 1 ? Optional.of(until)
                : Optional.empty();
    }

    /** Ends this claim, and not that of somebody who came after it had run out. */
    void release(UUID lead, UUID source, Instant until) {
        jdbc.update("delete from enrichment_claim where source_id = ? and lead_id = ? and until = ?", source, lead,
                Timestamp.from(until));
    }

    /**
     * Takes one question of the source's rate. The row's lock makes it exact over all nodes.
     *
     * @return how long to wait where none is left; null where it may be asked
     */
    @Nullable Duration pace(UUID source, int perMinute, Instant now) {
        jdbc.update("insert into enrichment_pace (source_id, window_start) values (?, ?) on conflict do nothing",
                source,
                Timestamp.from(now));
        return jdbc.queryForObject("select window_start, used, blocked_until from enrichment_pace where source_id = ?"
                + " for update", (row, number) -> {
            Timestamp blocked = row.getTimestamp(3);
            if (blocked != null && blocked.toInstant().isAfter(now)) {
                return Duration.between(now, blocked.toInstant());
            }
            Instant end = row.getTimestamp(1).toInstant().plus(WINDOW);
            boolean over = !end.isAfter(now);
            if (!over && perMinute > 0 && row.getInt(2) >= perMinute) {
                return Duration.between(now, end);
            }
            jdbc.update("update enrichment_pace set window_start = ?, used = ?, blocked_until = null"
                    + " where source_id = ?",
                    over ? Timestamp.from(now) : row.getTimestamp(1), over ? 1 : row.getInt(2) + 1, source);
            return null;
        }, source);
    }

    /** The source itself wants no question until then. */
    void block(UUID source, Instant until) {
        jdbc.update("update enrichment_pace set blocked_until = greatest(blocked_until, ?) where source_id = ?",
                Timestamp.from(until), source);
    }

    /** Keeps the lead from being erased meanwhile. */
    boolean leadIsThere(UUID lead) {
        return !jdbc.queryForList("select 1 from lead where id = ? for key share", lead).isEmpty();
    }

    void save(UUID lead, EnrichmentSource source, Found found, JsonNode answer, Collection<String> filled,
            Instant now, Instant freshUntil) {
        jdbc.update("""
                insert into lead_enrichment (id, lead_id, source_id, source_key, derived, found, confidence, answer,
                    tech_stack, skills, social_profiles, filled, asked_at, fresh_until)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?::jsonb, ?, ?, ?)
                """, Ids.next(), lead, source.id(), source.key(), !source.type().outside(), found.found(),
                found.confidence(), Json.text(answer), array(found.techStack()), array(found.skills()),
                Json.text(Json.tree(found.socialProfiles())), array(filled), Timestamp.from(now),
                Timestamp.from(freshUntil));
    }

    @Transactional(readOnly = true)
    PageResponse<View> page(UUID lead, PageQuery query) {
        Long total = jdbc.queryForObject("select count(*) from lead_enrichment where lead_id = ?", Long.class, lead);
        return PageResponse.of(jdbc.query("select * from lead_enrichment where lead_id = ? order by asked_at desc,"
                + " id desc limit ? offset ?", EnrichmentRows::view, lead, query.size(), query.offset()), query.page(),
                query.size(), total == null ? 0 : total);
    }

    private static View view(ResultSet row, int number) throws SQLException {
        return new View(row.getObject("id", UUID.class), row.getString("source_key"), row.getBoolean("derived"),
                row.getBoolean("found"), row.getBigDecimal("confidence"), list(row, "tech_stack"), list(row, "skills"),
                Json.read(row.getString("social_profiles")), list(row, "filled"), Json.read(row.getString("answer")),
                row.getTimestamp("asked_at").toInstant(), row.getTimestamp("fresh_until").toInstant());
    }

    private static List<String> list(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }
}
