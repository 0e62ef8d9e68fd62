package dev.cadenza.message;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The last look at a message before it is handed over. Everything runs in the caller's transaction. */
@Component
class Fence {

    private final JdbcTemplate jdbc;
    private final Slots slots;
    private final Clock clock;

    Fence(JdbcTemplate jdbc, Slots slots, Clock clock) {
        this.jdbc = jdbc;
        this.slots = slots;
        this.clock = clock;
    }

    /**
     * Marks messages as being handed over. All that can forbid one is looked at in the statement that marks it. The
     * owner's lock comes first, in a statement of its own, so that the mark sees a hold for which it had to wait.
     *
     * @param sendable the messages that could be made into mails
     * @param again whether this group may have been fenced by an earlier try whose commit was not heard of
     * @return ids of those that may be handed over once this is committed
     */
    Set<UUID> raise(Group group, Set<UUID> sendable, boolean again) {
        Lane lane = group.claim().lane();
        Instant now = clock.instant();
        List<ClaimedMessage> ready = group.messages().stream()
                .filter(m -> sendable.contains(m.id()) && group.claim().holds(m, now))
                .sorted((a, b) -> Sql.compare(a.id(), b.id())).toList();
        if (ready.isEmpty()) {
            return Set.of();
        }
        if (lane.ownerId() != null) {
            jdbc.query("select pg_advisory_xact_lock_shared(?)", row -> { }, OwnerLock.key(lane.ownerId()));
        }
        return new HashSet<>(jdbc.queryForList("""
                update message m set state = 'SENDING', fenced_at = ?, attempt = i.attempt + 1
                from unnest(?::uuid[], ?::int[]) as i(id, attempt)
                where m.id = i.id and m.claim_id = ? and (m.state = 'CLAIMED' or ? and m.state = 'SENDING')
                    and exists (select from lane l join sender_account s on s.id = l.sender_account_id
                        left join channel_config c on c.id = s.channel_config_id
                        where l.id = ? and not l.held and s.active and c.active is not false)
                    and not exists (select from suppression s where s.channel = m.channel and s.address = m.address)
                    and (m.owner_id is null or not exists (
                        select from lead l where l.id = m.lead_id and l.stopped_automation))
                returning m.id
                """, UUID.class, Sql.time(now), Sql.column(ready, ClaimedMessage::id),
                Sql.column(ready, ClaimedMessage::attempt), group.claim().id(), again, lane.id()));
    }

    /**
     * Puts back what was claimed and was certainly not handed over, and its slots. SUPPRESSED where the address or the
     * lead gets nothing more, FAILED where there is nothing to send, else QUEUED again. A fence whose commit was not
     * heard of may have marked some of it.
     */
    void release(Claim claim, Collection<UUID> messages, Collection<UUID> withoutContent) {
        jdbc.update("""
                with open as materialized (
                    select m.id, coalesce(b.why, m.withdrawn) as why, case when m.id = any(?::uuid[]) then 'FAILED' when b.why is not null then 'SUPPRESSED'
                        when m.withdrawn is not null then 'CANCELLED' else 'QUEUED' end as state
                    from message m
                    cross join lateral (select coalesce(
                        (select lower(s.reason) from suppression s
                            where s.channel = m.channel and s.address = m.address),
                        (select 'stopped' from lead l
                            where l.id = m.lead_id and l.stopped_automation and m.owner_id is not null)) as why) b
                    where m.id = any(?::uuid[]) and m.claim_id = ? and m.state in ('CLAIMED', 'SENDING', 'UNKNOWN')
                    order by m.id for update of m)
                update message m set state = open.state, pending = open.state = 'QUEUED',
                    attention = open.state = 'FAILED', claim_id = null,
                    error = case open.state when 'FAILED' then 'It has no content that can be sent.' else open.why end
                from open where m.id = open.id
                """, Sql.of(withoutContent), Sql.of(messages), claim.id());
        slots.giveBack(claim, messages.size());
    }
}
