package dev.cadenza.message;

import dev.cadenza.channel.SendResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Writes down what came of handing messages over. Everything runs in the caller's transaction, can be repeated, and
 * holds for the claim under which a message was handed over and for no later one.
 */
@Component
class Records {

    private static final int LONGEST_REASON = 1000;

    private final JdbcTemplate jdbc;
    private final Slots slots;
    private final OutboxSettings settings;

    Records(JdbcTemplate jdbc, Slots slots, OutboxSettings settings) {
        this.jdbc = jdbc;
        this.slots = slots;
        this.settings = settings;
    }

    /** @return how many messages were not accepted and are settled by this call */
    int write(List<Outcome> outcomes) {
        List<Outcome> accepted = new ArrayList<>(outcomes.size());
        List<Outcome> others = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            (outcome.result() instanceof SendResult.Accepted ? accepted : others).add(outcome);
        }
        if (!accepted.isEmpty()) {
            accepted(sorted(accepted));
        }
        int settled = others.isEmpty() ? 0 : others(sorted(others));
        outcomes.stream().collect(Collectors.toMap(Outcome::claim, Outcome::at, (a, b) -> a.isAfter(b) ? a : b))
                .forEach(slots::keepGap);
        return settled;
    }

    /** A bounce report may have been quicker than this record, and stays; a recovery that came too early does not. */
    private void accepted(List<Outcome> outcomes) {
        jdbc.update("""
                update message m set state = case when m.state = 'BOUNCED' then m.state else 'SENT' end,
                    sent_at = i.at, provider_id = i.provider_id, error = null, attention = false
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[]) as i(id, claim_id, provider_id, at)
                where m.id = i.id and m.claim_id = i.claim_id and m.state in ('SENDING', 'UNKNOWN', 'BOUNCED')
                """, Sql.column(outcomes, o -> o.message().id()), Sql.column(outcomes, o -> o.claim().id()),
                Sql.column(outcomes, o -> text(((SendResult.Accepted) o.result()).providerId())),
                Sql.column(outcomes, Outcome::at));
    }

    private int others(List<Outcome> outcomes) {
        List<Settled> settled = outcomes.stream().map(this::settle).toList();
        Set<UUID> changed = new HashSet<>(jdbc.queryForList("""
                update message m set
                    state = case when i.state = 'QUEUED' and m.withdrawn is not null then 'CANCELLED' else i.state end,
                    pending = i.state = 'QUEUED' and m.withdrawn is null,
                    attention = i.state in ('FAILED', 'UNKNOWN'),
                    claim_id = case when i.state = 'QUEUED' then null else m.claim_id end,
                    scheduled_for = coalesce(i.scheduled_for, m.scheduled_for),
                    bounced_at = coalesce(i.bounced_at, m.bounced_at),
                    error = case when i.state = 'QUEUED' and m.withdrawn is not null then m.withdrawn else i.error end
                from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                    as i(id, claim_id, state, error, scheduled_for, bounced_at)
                where m.id = i.id and m.claim_id = i.claim_id and m.state in ('SENDING', 'UNKNOWN')
                returning m.id
                """, UUID.class, Sql.column(outcomes, o -> o.message().id()), Sql.column(outcomes, o -> o.claim().id()),
                Sql.column(settled, Settled::state), Sql.column(settled, Settled::error),
                Sql.column(settled, Settled::scheduledFor), Sql.column(settled, Settled::bouncedAt)));
        outcomes.stream()
                .filter(o -> o.result() instanceof SendResult.Deferred && changed.contains(o.message().id()))
                .collect(Collectors.groupingBy(Outcome::claim, Collectors.counting()))
                .forEach((claim, count) -> slots.giveBack(claim, count.intValue()));
        return changed.size();
    }

    /** What a message becomes that was not accepted. */
    private record Settled(String state, @Nullable String error, @Nullable Instant scheduledFor,
            @Nullable Instant bouncedAt) {
    }

    private Settled settle(Outcome outcome) {
        SendResult result = outcome.result();
        if (result instanceof SendResult.Deferred deferred) {
            int attempts = outcome.message().attempt() + 1;
            return attempts >= settings.maxAttempts()
                    ? new Settled("FAILED", text("After " + attempts + " attempts: " + deferred.reason()), null, null)
                    : new Settled("QUEUED", text(deferred.reason()),
                            outcome.at().plus(settings.pauseAfter(attempts, deferred.retryAfter())), null);
        }
        if (result instanceof SendResult.Refused refused) {
            return switch (refused.cause()) {
                case NO_SUCH_ADDRESS -> new Settled("BOUNCED", text(refused.reason()), null, outcome.at());
                case OPTED_OUT -> new Settled("SUPPRESSED", text(refused.reason()), null, null);
                case MESSAGE -> new Settled("FAILED", text(refused.reason()), null, null);
            };
        }
        return new Settled("UNKNOWN", text(((SendResult.Unknown) result).reason()), null, null);
    }

    private static List<Outcome> sorted(List<Outcome> outcomes) {
        return outcomes.stream().sorted((a, b) -> Sql.compare(a.message().id(), b.message().id())).toList();
    }

    /** What a server says may hold anything; a column takes no NUL. */
    static @Nullable String text(@Nullable String raw) {
        if (raw == null) {
            return null;
        }
        String clean = raw.replace('\0', ' ');
        return clean.length() <= LONGEST_REASON ? clean : clean.substring(0, LONGEST_REASON);
    }
}
