package dev.cadenza.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.lead.EventKind;
import java.sql.Date;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keeps {@code lead.score} at what the signals of a lead say together, added to what was set by hand or imported. A
 * signal of {@code i} points is worth {@code i * 0.5^(age / half-life)} of them, rounded to six decimals, where the age is
 * the number of whole UTC days between its day and today; the sum of all is rounded to a whole number, halves away from
 * zero. Always summed up anew, so that no rounding adds up; whoever calls has locked the leads' shards.
 */
@Component
class LeadScores {

    /** A signal that is older than so many half-lives says nothing: a million points are less than one millionth. */
    private static final int HALF_LIVES = 40;

    /** Of a signal {@code e}, as of the day {@code :day}. */
    static final String WORTH = """
            (case when :halfLife::integer is null then e.score_impact::numeric
                when :day::date - (e.occurred_at at time zone 'UTC')::date > :halfLife * %d then 0
                else round(e.score_impact * power(0.5,
                    greatest(:day::date - (e.occurred_at at time zone 'UTC')::date, 0)::numeric / :halfLife), 6) end)
            """.formatted(HALF_LIVES);

    private static final String SUM_UP = """
            with summed as materialized (
                select t.lead_id, coalesce(round(sum(WORTH)), 0)::integer as points
                from unnest(:leads::uuid[]) as t(lead_id)
                left join lead_event e on e.lead_id = t.lead_id and e.score_impact <> 0
                group by t.lead_id),
            different as materialized (
                select l.id, s.points, s.points - coalesce(p.points, 0) as difference
                from summed s join lead l on l.id = s.lead_id left join lead_signal_score p on p.lead_id = s.lead_id
                where p.points is distinct from s.points order by l.id for no key update of l),
            noted as (
                insert into lead_signal_score (lead_id, points) select id, points from different
                on conflict (lead_id) do update set points = excluded.points)
            update lead l set score = l.score + d.difference from different d
            where l.id = d.id and d.difference <> 0
            returning l.id, l.score - d.difference as before, l.score as after
            """.replace("WORTH", WORTH);

    private final NamedParameterJdbcTemplate jdbc;
    private final LeadEvents events;
    private final ObjectMapper json;
    private final Clock clock;

    LeadScores(NamedParameterJdbcTemplate jdbc, LeadEvents events, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Sums up the signals of these leads anew, with one statement that writes only leads whose score changes, and tells
     * who waits for that.
     */
    void sumUp(Collection<UUID> leads) {
        if (leads.isEmpty()) {
            return;
        }
        MapSqlParameterSource params = new MapSqlParameterSource("leads", leads.toArray(UUID[]::new))
                .addValue("day", Date.valueOf(today())).addValue("halfLife", halfLife(), java.sql.Types.INTEGER);
        List<NewEvent> changes = jdbc.query(SUM_UP, params, (row, number) -> new NewEvent(
                row.getObject("id", UUID.class), EventKind.SCORE_CHANGED, null,
                json.createObjectNode().put("from", row.getInt("before")).put("to", row.getInt("after")),
                clock.instant(), null));
        if (!changes.isEmpty()) {
            events.append(changes);
        }
    }

    /** In days; null where signals do not fade. */
    @Nullable Integer halfLife() {
        return jdbc.queryForList("select half_life_days from score_setting", Map.of(), Integer.class).get(0);
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
