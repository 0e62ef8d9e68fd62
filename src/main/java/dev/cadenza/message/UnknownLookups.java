package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.StatusLookup;
import dev.cadenza.channel.StatusLookup.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks providers that can be asked what became of messages of unknown outcome: soon after, and then less and less often.
 * That a provider knows of no message settles nothing, since some show one late; a person sees it and decides.
 */
@Component
public class UnknownLookups {

    private static final Logger LOG = LoggerFactory.getLogger(UnknownLookups.class);
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final int MOST_ATTEMPTS = 6;
    private static final int BATCH = 20;

    private final JdbcTemplate jdbc;
    private final Composer composer;
    private final Carriers carriers;
    private final Receipts receipts;
    private final TransactionTemplate transaction;
    private final Clock clock;

    UnknownLookups(JdbcTemplate jdbc, Composer composer, Carriers carriers, Receipts receipts,
            PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.composer = composer;
        this.carriers = carriers;
        this.receipts = receipts;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /**
     * Asks about what is due, outside of any transaction. Several nodes do so at once, each about other messages.
     *
     * @return how many messages were asked about
     */
    public int askDue() {
        List<UUID> due = transaction.execute(status -> claim());
        if (due == null) {
            return 0;
        }
        due.forEach(this::ask);
        return due.size();
    }

    /** Takes due messages by setting the time of the next try, so a crash costs no more than a try. */
    private List<UUID> claim() {
        Instant now = clock.instant();
        jdbc.update("""
                delete from unknown_lookup u where not exists (
                    select from message m where m.id = u.message_id and m.state = 'UNKNOWN')
                """);
        jdbc.update("""
                insert into unknown_lookup (message_id, next_at)
                select m.id, m.fenced_at + ?::interval from message m
                join sender_account s on s.id = m.sender_account_id and s.channel_config_id is not null
                where m.attention and m.state = 'UNKNOWN' and m.lane_id is not null
                on conflict do nothing
                """, FIRST.toString());
        return jdbc.queryForList("""
                update unknown_lookup u set attempts = u.attempts + 1,
                    next_at = ?::timestamptz + power(3, u.attempts) * interval '1 minute'
                from (select message_id from unknown_lookup where next_at <= ? and attempts < ?
                    order by next_at limit ? for update skip locked) due
                where u.message_id = due.message_id returning u.message_id
                """, UUID.class, Sql.time(now), Sql.time(now), MOST_ATTEMPTS, BATCH);
    }

    private record Asked(ClaimedMessage message, UUID laneId, Instant fencedAt) {
    }

    private void ask(UUID id) {
        try {
            read(id).ifPresent(this::ask);
        } catch (RuntimeException failure) {
            LOG.warn("What became of message {} can't be asked now", id, failure);
        }
    }

    private void ask(Asked asked) {
        Optional<Lane> lane = jdbc.query("select " + Lane.COLUMNS + " from " + Lane.TABLES + " where l.id = ?",
                Lane::read, asked.laneId()).stream().findFirst();
        if (lane.isEmpty() || !(carriers.of(lane.get()) instanceof StatusLookup lookup)) {
            return;
        }
        Composer.Material material = composer.material(lane.get().sender().channel(), List.of(asked.message()));
        Optional<OutgoingMessage> outgoing = composer.compose(lane.get(), asked.message(), material);
        outgoing.ifPresent(message -> record(asked, lookup.lookUp(message, asked.fencedAt())));
    }

    private void record(Asked asked, Finding finding) {
        UUID id = asked.message().id();
        if (finding instanceof Finding.Taken taken && !isAnothers(id, taken.providerId())) {
            transaction.executeWithoutResult(status -> {
                jdbc.update("update message set provider_id = coalesce(provider_id, ?) where id = ?",
                        taken.providerId(), id);
                receipts.apply(List.of(new Receipt(id, ChannelType.valueOf(asked.message().channel()), null,
                        taken.providerId(), kind(taken.status()), clock.instant(), null)));
            });
        } else {
            String words = finding instanceof Finding.Unclear unclear ? unclear.reason()
                    : finding instanceof Finding.Taken ? "The only message at the provider that fits is another one."
                    : "The provider was asked and knows of no such message.";
            jdbc.update("update message set error = ? where id = ? and state = 'UNKNOWN'", Records.text(words), id);
        }
    }

    /** Providers without an id of ours look for what is alike, and find what the lead got a moment before. */
    private boolean isAnothers(UUID id, String providerId) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select from message m join message o on o.lead_id = m.lead_id
                    where m.id = ? and o.id <> m.id and o.provider_id = ?)""", Boolean.class, id, providerId));
    }

    private static Receipt.Kind kind(@Nullable String status) {
        return switch (status == null ? "" : status) {
            case "delivered", "read" -> Receipt.Kind.DELIVERED;
            case "undelivered", "failed", "canceled" -> Receipt.Kind.UNDELIVERED;
            default -> Receipt.Kind.ACCEPTED;
        };
    }

    private Optional<Asked> read(UUID id) {
        return jdbc.query("""
                select m.id, m.channel, m.lead_id, m.enrollment_id, m.draft_id, m.previous_id,
                    coalesce(m.delay_seconds, 0), m.address, m.subject, m.body_html, m.body_text, m.content_template,
                    m.timezone, coalesce(m.scheduled_for, m.created_at), m.attempt, m.lane_id, m.fenced_at
                from message m where m.id = ? and m.state = 'UNKNOWN'
                """, UnknownLookups::asked, id).stream().findFirst();
    }

    private static Asked asked(ResultSet row, int number) throws SQLException {
        ClaimedMessage message = new ClaimedMessage(row.getObject(1, UUID.class), row.getString(2),
                row.getObject(3, UUID.class), row.getObject(4, UUID.class), row.getObject(5, UUID.class),
                row.getObject(6, UUID.class), row.getLong(7), row.getString(8), row.getString(9), row.getString(10),
                row.getString(11), row.getString(12), row.getString(13),
                row.getObject(14, OffsetDateTime.class).toInstant(), row.getInt(15));
        return new Asked(message, row.getObject(16, UUID.class), row.getObject(17, OffsetDateTime.class).toInstant());
    }
}
