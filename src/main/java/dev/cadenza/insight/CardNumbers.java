package dev.cadenza.insight;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The dashboard of business cards: the four queries of requirement 4. */
@Component
class CardNumbers {

    private final JdbcClient jdbc;

    CardNumbers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * All cards, of one moment.
     *
     * @param byStatus cards by status; statuses without cards are left out
     * @param needingReview cards that a person must look at
     * @param averageProcessingSeconds from the upload to the end of reading; null where none was read
     * @param averageSecondsToDraft from the upload to the lead's first draft after it; null where there is none
     */
    record Cards(Map<String, Long> byStatus, long total, long needingReview,
            @Nullable Double averageProcessingSeconds, @Nullable Double averageSecondsToDraft) {
    }

    private record Means(@Nullable Double processing, @Nullable Double drafts) {
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Cards all() {
        Map<String, Long> byStatus = new LinkedHashMap<>();
        jdbc.sql("select status, count(*) from business_card group by status order by status")
                .query((row, index) -> byStatus.put(row.getString(1), row.getLong(2))).list();
        Means means = jdbc.sql("""
                select cast(extract(epoch from avg(processed_at - created_at)) as float8) as processing,
                    cast(extract(epoch from avg(d.first - b.created_at)) as float8) as drafts
                from business_card b left join lateral (
                    select min(d.created_at) as first from (
                        select d.created_at from enrollment e join draft d on d.enrollment_id = e.id
                        where e.lead_id = b.lead_id
                        union all
                        select created_at from draft where lead_id = b.lead_id and enrollment_id is null) d
                    where d.created_at >= b.created_at) d on true
                """).query(Means.class).single();
        return new Cards(byStatus, byStatus.values().stream().mapToLong(Long::longValue).sum(),
                byStatus.getOrDefault("PENDING_REVIEW", 0L), means.processing(), means.drafts());
    }
}
