package dev.cadenza.card;

import dev.cadenza.platform.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The queue of pictures to be read. A job is claimed before it is worked on, so a picture that takes the whole node
 * down is not tried for ever.
 */
@Component
class OcrJobs {

    /** How often a picture is begun. */
    static final int ATTEMPTS = 3;

    /** Longer than reading a picture ever takes; a job of a node that died is taken over after it. */
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofSeconds(20);

    private final JdbcTemplate jdbc;
    private final Clock clock;

    OcrJobs(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param attempt 1 for the first one; above {@link #ATTEMPTS} where even beginning it has failed too often */
    record Claimed(UUID id, UUID cardId, int attempt) {
    }

    /** A job as the API shows it. */
    record OcrJobView(UUID id, String status, int attempts, @Nullable String errorMessage, @Nullable Instant startedAt,
            @Nullable Instant completedAt, Instant createdAt) {
    }

    /** Lets a picture be read, unless it waits for that already. */
    void add(UUID cardId) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.update("insert into ocr_job (id, card_id, status, next_at, created_at) select ?, ?, 'PENDING', ?, ?"
                + " where not exists (select 1 from ocr_job where card_id = ? and status in ('PENDING', 'PROCESSING'))",
                Ids.next(), cardId, now, now, cardId);
    }

    @Transactional
    Optional<Claimed> claim() {
        Instant now = clock.instant();
        return jdbc.query("update ocr_job set status = 'PROCESSING', attempts = attempts + 1, started_at = ?,"
                        + " next_at = ? where id = (select id from ocr_job where status in ('PENDING', 'PROCESSING')"
                        + " and next_at <= ? order by next_at, id limit 1 for update skip locked)"
                        + " returning id, card_id, attempts",
                (row, number) -> new Claimed(row.getObject("id", UUID.class), row.getObject("card_id", UUID.class),
                        row.getInt("attempts")),
                Timestamp.from(now), Timestamp.from(now.plus(LEASE)), Timestamp.from(now)).stream().findFirst();
    }

    /** @return false where the job is not this node's any more */
    boolean complete(Claimed job) {
        return jdbc.update("update ocr_job set status = 'COMPLETED', completed_at = ?, error_message = null"
                + " where id = ? and status = 'PROCESSING' and attempts = ?", Timestamp.from(clock.instant()), job.id(),
                job.attempt()) == 1;
    }

    /** @return false where the job is not this node's any more */
    boolean fail(Claimed job, String error) {
        return jdbc.update("update ocr_job set status = 'FAILED', completed_at = ?, error_message = ?"
                + " where id = ? and status = 'PROCESSING' and attempts = ?", Timestamp.from(clock.instant()), error,
                job.id(), job.attempt()) == 1;
    }

    @Transactional
    void again(Claimed job, String error) {
        jdbc.update("update ocr_job set status = 'PENDING', next_at = ?, error_message = ?"
                        + " where id = ? and status = 'PROCESSING' and attempts = ?",
                Timestamp.from(clock.instant().plus(PAUSE.multipliedBy(job.attempt()))), error, job.id(),
                job.attempt());
    }

    /** The newest job of each card. */
    Map<UUID, OcrJobView> latest(Collection<UUID> cardIds) {
        Map<UUID, OcrJobView> jobs = new HashMap<>();
        jdbc.query("select distinct on (card_id) * from ocr_job where card_id = any(?) order by card_id, id desc",
                row -> {
            jobs.put(row.getObject("card_id", UUID.class), view(row));
        }, (Object) cardIds.toArray(UUID[]::new));
        return jobs;
    }

    /** All jobs of a card, the newest first. */
    List<OcrJobView> of(UUID cardId) {
        return jdbc.query("select * from ocr_job where card_id = ? order by id desc", (row, number) -> view(row),
                cardId);
    }

    private static OcrJobView view(ResultSet row) throws SQLException {
        return new OcrJobView(row.getObject("id", UUID.class), row.getString("status"), row.getInt("attempts"),
                row.getString("error_message"), instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("completed_at")), row.getTimestamp("created_at").toInstant());
    }

    static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
