package dev.cadenza.card;

import dev.cadenza.access.Visibility;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads cards as the API shows them. */
@Component
class CardViews {

    private static final String SELECT = "select c.*, f.name as file_name, f.media_type, f.bytes from business_card c"
            + " join card_file f on f.id = c.file_id";

    private final JdbcTemplate jdbc;
    private final OcrJobs jobs;
    private final CardJson json;
    private final Visibility visibility;

    CardViews(JdbcTemplate jdbc, OcrJobs jobs, CardJson json, Visibility visibility) {
        this.visibility = visibility;
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.json = json;
    }

    /** Which cards are asked for; null takes all. */
    record Filter(@Nullable CardStatus status, @Nullable UUID eventId, @Nullable UUID uploadId, @Nullable UUID leadId) {
    }

    /**
     * How many cards have which status, and how long reading took.
     *
     * @param meanProcessingSeconds from the upload until the picture was read; absent where none was
     */
    record Counts(Map<CardStatus, Long> byStatus, long total, @Nullable Double meanProcessingSeconds) {
    }

    @Transactional(readOnly = true)
    public CardView get(UUID id) {
        return jdbc.query(SELECT + " where c.id = ? and " + visibility.condition("c.id"),
                (row, number) -> view(row, jobs.latest(List.of(id)), jobs.of(id)),
                id).stream().findFirst().orElseThrow(() -> new NotFound("business card", id));
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public PageResponse<CardView> page(Filter filter, PageQuery query) {
        List<Object> values = new ArrayList<>();
        String where = where(filter, values);
        Long total = jdbc.queryForObject("select count(*) from business_card c" + where, Long.class, values.toArray());
        values.add(query.size());
        values.add(query.offset());
        List<UUID> ids = jdbc.queryForList("select c.id from business_card c" + where
                + " order by c.id desc limit ? offset ?", UUID.class, values.toArray());
        Map<UUID, OcrJobs.OcrJobView> latest = jobs.latest(ids);
        List<CardView> cards = jdbc.query(SELECT + " where c.id = any(?) order by c.id desc",
                (row, number) -> view(row, latest, null), (Object) ids.toArray(UUID[]::new));
        return PageResponse.of(cards, query.page(), query.size(), total == null ? 0 : total);
    }

    @Transactional(readOnly = true)
    public Counts counts(Filter filter) {
        List<Object> values = new ArrayList<>();
        String where = where(filter, values);
        Map<CardStatus, Long> counts = new EnumMap<>(CardStatus.class);
        for (CardStatus status : CardStatus.values()) {
            counts.put(status, 0L);
        }
        jdbc.query("select status, count(*) as cards from business_card c" + where + " group by status", row -> {
            counts.put(CardStatus.valueOf(row.getString("status")), row.getLong("cards"));
        }, values.toArray());
        Double mean = jdbc.queryForObject("select avg(extract(epoch from processed_at - created_at))"
                + " from business_card c" + where, Double.class, values.toArray());
        return new Counts(counts, counts.values().stream().mapToLong(Long::longValue).sum(), mean);
    }

    private String where(Filter filter, List<Object> values) {
        StringBuilder where = new StringBuilder(" where ").append(visibility.condition("c.id"));
        add(where, values, "c.status", filter.status() == null ? null : filter.status().name());
        add(where, values, "c.event_id", filter.eventId());
        add(where, values, "c.upload_id", filter.uploadId());
        add(where, values, "c.lead_id", filter.leadId());
        return where.toString();
    }

    private static void add(StringBuilder where, List<Object> values, String column, @Nullable Object value) {
        if (value != null) {
            where.append(" and ").append(column).append(" = ?");
            values.add(value);
        }
    }

    private CardView view(ResultSet row, Map<UUID, OcrJobs.OcrJobView> latest,
            @Nullable List<OcrJobs.OcrJobView> all) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        BigDecimal confidence = row.getBigDecimal("confidence");
        String raw = row.getString("ocr_raw_data");
        return new CardView(id, row.getObject("upload_id", UUID.class), row.getString("file_name"),
                row.getString("media_type"), row.getLong("bytes"), row.getInt("page") + 1,
                row.getObject("event_id", UUID.class), row.getObject("list_id", UUID.class),
                row.getObject("lead_id", UUID.class), CardStatus.valueOf(row.getString("status")),
                confidence == null ? null : confidence.doubleValue(), json.read(row.getString("fields")),
                row.getString("uploaded_by"), row.getString("reviewed_by"), row.getTimestamp("created_at").toInstant(),
                OcrJobs.instant(row.getTimestamp("processed_at")), OcrJobs.instant(row.getTimestamp("reviewed_at")),
                row.getTimestamp("updated_at").toInstant(), latest.get(id), all,
                all == null || raw == null ? null : json.read(raw));
    }
}
