package dev.cadenza.insight;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The numbers of each day (requirement 2, email_analytics) in a timezone. */
@Component
class DailyNumbers {

    private final JdbcClient jdbc;
    private final Scope scope;

    DailyNumbers(JdbcClient jdbc, Scope scope) {
        this.jdbc = jdbc;
        this.scope = scope;
    }

    /**
     * One day.
     *
     * @param totalEmailsSent all mails of campaigns, first ones and follow-ups
     * @param totalFollowupsSent those that were not a lead's first of its campaign
     * @param messagesSent on all channels
     * @param delivered of the messages sent on this day, whenever it was reported; the same holds for what follows
     */
    record Day(LocalDate date, long totalDraftsCreated, long totalDraftsApproved, long totalEmailsSent,
            long totalFollowupsSent, long messagesSent, long delivered, long opened, long clicked, long replied,
            long bounced) {

        static Day empty(LocalDate date) {
            return new Day(date, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    /** Every day of the range, those without anything too. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public List<Day> of(LocalDays days, @Nullable UUID campaignId) {
        Map<LocalDate, Day> found = new HashMap<>();
        jdbc.sql("""
                with drafts as (
                    select cast(%1$s as date) as day, sum(created) as created, sum(approved) as approved
                    from draft_numbers n where %2$s and %3$s group by 1),
                sends as (
                    select cast(%1$s as date) as day, sum(went) filter (where channel = 'EMAIL') as mails,
                        sum(follow_ups) filter (where channel = 'EMAIL') as follow_ups, sum(went) as went,
                        sum(delivered) as delivered, sum(opened) as opened, sum(clicked) as clicked,
                        sum(replied) as replied, sum(bounced) as bounced
                    from %4$s where %2$s group by 1)
                select day, coalesce(created, 0), coalesce(approved, 0), coalesce(mails, 0), coalesce(follow_ups, 0),
                    coalesce(went, 0), coalesce(delivered, 0), coalesce(opened, 0), coalesce(clicked, 0),
                    coalesce(replied, 0), coalesce(bounced, 0)
                from drafts full join sends using (day)
                """.formatted(LocalDays.LOCAL, LocalDays.WITHIN, scope.of(campaignId, "n.owner_id"),
                        scope.sent(campaignId)))
                .params(days.parameters()).param("campaign", campaignId)
                .query(row -> {
                    LocalDate day = row.getObject(1, LocalDate.class);
                    found.put(day, new Day(day, row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5),
                            row.getLong(6), row.getLong(7), row.getLong(8), row.getLong(9), row.getLong(10),
                            row.getLong(11)));
                });
        return days.days().stream().map(day -> found.getOrDefault(day, Day.empty(day))).toList();
    }
}
