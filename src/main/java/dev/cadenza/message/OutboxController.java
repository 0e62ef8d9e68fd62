package dev.cadenza.message;

import dev.cadenza.platform.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/outbox")
@Tag(name = "Messages")
class OutboxController {

    private final JdbcTemplate jdbc;
    private final SenderViews senders;
    private final Gate gate;
    private final Clock clock;

    OutboxController(JdbcTemplate jdbc, SenderViews senders, Gate gate, Clock clock) {
        this.jdbc = jdbc;
        this.senders = senders;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * The state of sending, on all nodes together.
     *
     * @param queued messages that wait, those for later too
     * @param due those whose time has come; they wait for a window, a limit, a gap, or their turn
     * @param oldestDueAge how long the first of them has been due
     * @param inFlight taken by a node, being handed over or about to be
     * @param paused messages of campaigns that are paused
     * @param held whether nothing is sent at all until somebody releases it
     */
    record State(boolean held, long queued, long due, @Nullable Duration oldestDueAge, long inFlight, long paused, long unknown,
            long failed, List<SenderView> senders) {
    }

    private record Waiting(long queued, long due, @Nullable Instant oldest) {
    }

    @GetMapping
    @Operation(summary = "Show what is queued, due, in flight, of unknown outcome and failed, and the senders' pace")
    State state() {
        Instant now = clock.instant();
        Waiting waiting = jdbc.queryForObject("""
                select count(*), count(*) filter (where scheduled_for <= ?), min(scheduled_for) from message where pending
                """, (row, number) -> {
            OffsetDateTime oldest = row.getObject(3, OffsetDateTime.class);
            return new Waiting(row.getLong(1), row.getLong(2), oldest == null ? null : oldest.toInstant());
        }, Sql.time(now));
        Instant oldest = waiting == null || waiting.due() == 0 ? null : waiting.oldest();
        return new State(gate.heldSince().isPresent(), waiting == null ? 0 : waiting.queued(), waiting == null ? 0 : waiting.due(),
                oldest == null ? null : Duration.between(oldest, now),
                count("select count(*) from outbox_claim c join message m on m.id = any(c.message_ids)"
                        + " where c.done_at is null and m.claim_id = c.id and m.state in ('CLAIMED', 'SENDING')"),
                count("select count(*) from message m join lane l on l.id = m.lane_id where m.pending and l.held"),
                count("select count(*) from message where attention and state = 'UNKNOWN'"),
                count("select count(*) from message where attention and state = 'FAILED'"),
                senders.page(PageQuery.of(0, PageQuery.MAX_SIZE)).content());
    }

    private long count(String sql) {
        Long count = jdbc.queryForObject(sql, Long.class);
        return count == null ? 0 : count;
    }
}
