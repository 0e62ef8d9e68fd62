package dev.cadenza.insight;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The four numbers of each day (requirement 2, email_analytics), counted from the rows themselves. */
@Component
class DailyStatistics {

    private static final int MOST_DAYS = 366;

    private final JdbcClient jdbc;

    DailyStatistics(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One day.
     *
     * @param totalEmailsSent all mails of campaigns, first ones and follow-ups
     * @param totalFollowupsSent those that were not a lead's first of its campaign
     */
    record Day(LocalDate date, long totalDraftsCreated, long totalDraftsApproved, long totalEmailsSent,
            long totalFollowupsSent) {
    }

    /**
     * Every day of the range, those without anything too.
     *
     * @param to the last day, inclusive
     * @param zone whose calendar days are meant
     * @throws Rejected where the range is empty or longer than a year
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<Day> between(LocalDate from, LocalDate to, ZoneId zone) {
        if (to.isBefore(from)) {
            throw new Rejected(FieldError.of("to", "out-of-range", "The last day must not be before the first."));
        }
        if (ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
            throw new Rejected(FieldError.of("to", "out-of-range", "The range has at most " + MOST_DAYS + " days."));
        }
        return jdbc.sql("""
                with days as (select cast(d as date) as day
                              from generate_series(cast(:from as date), cast(:to as date), interval '1 day') d),
                created as (select cast(created_at at time zone :zone as date) as day, count(*) as n from draft
                            where created_at >= :start and created_at < :end group by 1),
                approved as (select cast(approved_at at time zone :zone as date) as day, count(*) as n from draft
                             where approved_at >= :start and approved_at < :end group by 1),
                sent as (select cast(m.sent_at at time zone :zone as date) as day, count(*) as n,
                                count(*) filter (where m.previous_id is not null) as followups
                         from message m
                         where m.sent_at >= :start and m.sent_at < :end and m.direction = 'OUTBOUND'
                           and m.channel = 'EMAIL' and m.owner_id is not null group by 1)
                select d.day, coalesce(c.n, 0), coalesce(a.n, 0), coalesce(s.n, 0), coalesce(s.followups, 0)
                from days d left join created c using (day) left join approved a using (day) left join sent s using (day)
                order by d.day
                """)
                .param("from", from.toString()).param("to", to.toString()).param("zone", zone.getId())
                .param("start", Timestamp.from(from.atStartOfDay(zone).toInstant()))
                .param("end", Timestamp.from(to.plusDays(1).atStartOfDay(zone).toInstant()))
                .query((row, index) -> new Day(row.getObject(1, LocalDate.class), row.getLong(2), row.getLong(3),
                        row.getLong(4), row.getLong(5)))
                .list();
    }
}
