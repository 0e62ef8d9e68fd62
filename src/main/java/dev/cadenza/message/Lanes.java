package dev.cadenza.message;

import dev.cadenza.platform.Ids;
import dev.cadenza.problem.Conflict;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The queues in which messages wait for their turn, one for each sender and campaign. */
@Component
public class Lanes {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate ownTransaction;
    private final OutboxSettings settings;
    private final Clock clock;

    Lanes(JdbcTemplate jdbc, PlatformTransactionManager transactions, OutboxSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.settings = settings;
        this.clock = clock;
    }

    /** The lane of this sender and owner, made where there is none, with these settings from now on. */
    @Transactional
    public UUID open(LaneSettings lane) {
        SendWindow window = lane.window();
        UUID id = jdbc.queryForObject("""
                insert into lane (id, sender_account_id, owner_id, daily_limit, gap_seconds, window_start, window_end,
                    window_days, timezone, lead_timezone, track_opens, track_clicks, consent_required, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?::text[], ?, ?, ?, ?, ?, ?)
                on conflict (sender_account_id, owner_id) where owner_id is not null do update set
                    daily_limit = excluded.daily_limit, gap_seconds = excluded.gap_seconds,
                    window_start = excluded.window_start, window_end = excluded.window_end,
                    window_days = excluded.window_days, timezone = excluded.timezone,
                    lead_timezone = excluded.lead_timezone, track_opens = excluded.track_opens,
                    track_clicks = excluded.track_clicks, consent_required = excluded.consent_required
                returning id
                """, UUID.class, Ids.next(), lane.senderAccountId(), lane.ownerId(), lane.dailyLimit(),
                lane.gapSeconds(), window.start(), window.end(), Sql.column(window.days(), d -> d),
                window.zone().getId(), lane.leadTimezone(), lane.trackOpens(), lane.trackClicks(),
                lane.consentRequired(), Sql.time(clock.instant()));
        return required(id);
    }

    /** The lane of what a sender sends for nobody's campaign: always open, with the sender's own pace only. */
    UUID ofSender(UUID senderAccountId) {
        UUID id = jdbc.queryForObject("""
                insert into lane (id, sender_account_id, created_at) values (?, ?, ?)
                on conflict (sender_account_id) where owner_id is null do update set held = lane.held
                returning id
                """, UUID.class, Ids.next(), senderAccountId, Sql.time(clock.instant()));
        return required(id);
    }

    /**
     * Stops what is queued for a campaign. When this returns, nothing of it is being handed to a provider and nothing
     * will be, on any node, until {@link #release}.
     *
     * <p>Commits by itself, whatever transaction the caller is in, which must not have opened or released the same
     * lanes: other nodes have to see it. Every fence takes the owner's lock shared before it looks at the flag, so once
     * this has held the lock alone after setting the flag, all fences that have not seen it are committed; what they
     * fenced is waited for.
     *
     * @throws Conflict where a provider still works on a message after {@code cadenza.outbox.hold-timeout}; the lanes
     *         are held nevertheless
     */
    public void hold(UUID ownerId) {
        ownTransaction.executeWithoutResult(status ->
                jdbc.update("update lane set held = true where owner_id = ?", ownerId));
        awaitQuiet(ownerId);
    }

    /**
     * Holds, in the caller's transaction, what was released since {@link #hold} by somebody who came in between. Once
     * that is committed, {@link #awaitQuiet} waits for what went meanwhile.
     *
     * @return whether anything was released
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holdAgain(UUID ownerId) {
        return jdbc.update("update lane set held = true where owner_id = ? and not held", ownerId) > 0;
    }

    /**
     * Waits until nothing of a campaign whose lanes are held is being handed to a provider.
     *
     * @throws Conflict as {@link #hold}
     */
    public void awaitQuiet(UUID ownerId) {
        ownTransaction.executeWithoutResult(status -> jdbc.query("select pg_advisory_xact_lock(?)",
                row -> { }, OwnerLock.key(ownerId)));
        long deadline = System.nanoTime() + settings.holdTimeout().toNanos();
        while (inFlight(ownerId)) {
            if (System.nanoTime() > deadline) {
                throw new Conflict("still-sending", "A provider is still working on a message that was handed to it "
                        + "before. Nothing more will be handed over.");
            }
            pause();
        }
    }

    /** Lets what is queued for a campaign go on, in its lanes' pace. */
    @Transactional
    public void release(UUID ownerId) {
        jdbc.update("update lane set held = false where owner_id = ?", ownerId);
    }

    private boolean inFlight(UUID ownerId) {
        return Boolean.TRUE.equals(ownTransaction.execute(status -> jdbc.queryForObject("""
                select exists (select from outbox_claim c join message m on m.id = any(c.message_ids)
                    where c.owner_id = ? and c.done_at is null and m.claim_id = c.id and m.state = 'SENDING')
                """, Boolean.class, ownerId)));
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a provider", interrupted);
        }
    }


    private static UUID required(@Nullable UUID id) {
        if (id == null) {
            throw new IllegalStateException("An upsert returned no row");
        }
        return id;
    }
}
