package dev.cadenza.event;

import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets scores fade: once a day, and when the half-life was changed, goes through the leads that have signals, some
 * thousands in a transaction. One node at a time has a shard; another one goes on where it stopped.
 */
@Component
class ScorePass {

    static final int AT_ONCE = 2000;

    private final NamedParameterJdbcTemplate jdbc;
    private final LeadScores scores;

    ScorePass(NamedParameterJdbcTemplate jdbc, LeadScores scores) {
        this.jdbc = jdbc;
        this.scores = scores;
    }

    private record Shard(int id, @Nullable UUID after) {
    }

    /** @return whether there was anything to do */
    @Transactional
    public boolean turn() {
        LocalDate today = scores.today();
        MapSqlParameterSource params = new MapSqlParameterSource("day", Date.valueOf(today))
                .addValue("fading", scores.halfLife() != null).addValue("most", AT_ONCE);
        Optional<Shard> shard = jdbc.query("""
                select id, case when pass_on = :day then pass_after end as after from event_shard
                where scored_on is null or :fading and scored_on < :day
                order by id limit 1 for update skip locked
                """, params, (row, number) -> new Shard(row.getInt("id"), row.getObject("after", UUID.class)))
                .stream().findFirst();
        shard.ifPresent(found -> turn(found, params));
        return shard.isPresent();
    }

    private void turn(Shard shard, MapSqlParameterSource params) {
        params.addValue("shard", shard.id()).addValue("after", shard.after(), java.sql.Types.OTHER);
        List<UUID> leads = jdbc.queryForList("""
                select lead_id from lead_signal_score
                where shard = :shard and (:after::uuid is null or lead_id > :after) order by lead_id limit :most
                """, params, UUID.class);
        scores.sumUp(leads);
        boolean last = leads.size() < AT_ONCE;
        params.addValue("last", last).addValue("reached", last ? null : leads.get(leads.size() - 1),
                java.sql.Types.OTHER);
        jdbc.update("""
                update event_shard set pass_on = :day, pass_after = :reached::uuid,
                    scored_on = case when :last then :day else scored_on end
                where id = :shard
                """, params);
    }

    /** All are gone through anew. Called in the transaction that changes the half-life. */
    void again() {
        jdbc.update("update event_shard set scored_on = null, pass_on = null, pass_after = null", Map.of());
    }
}
