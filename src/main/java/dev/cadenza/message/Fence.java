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
    private final ErasedAddresses erased;
    private final Clock clock;

    Fence(JdbcTemplate jdbc, Slots slots, ErasedAddresses erased, Clock clock) {
        this.jdbc = jdbc;
        this.slots = slots;
        this.erased = erased;
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
        if (ready.isEmpty() || !slots.gapIsOver(lane, now)) {
            return Set.of();
        }
        if (lane.ownerId() != null) {
            jdbc.query("select pg_advisory_xact_lock_shared(?)", row -> { }, OwnerLock.key(lane.ownerId()));
        }
        Set<UUID> raised = new HashSet<>(jdbc.queryForList("""
                update message m set state = 'SENDING', fenced_at = ?, attempt = i.attempt + 1
                from unnest(?::uuid[], ?::int[], ?::text[]) as i(id, attempt, mark)
                where m.id = i.id and m.claim_id = ? and (m.state = 'CLAIMED' or ? and m.state = 'SENDING')
                    and exists (select from lane l join sender_account s on s.id = l.sender_account_id
                        left join channel_config c on c.id = s.channel_config_id
                        where l.id = ? and not l.held and s.active and c.active is not false
                            and (not l.consent_required or exists (select from consent_state t
                                where t.lead_id = m.lead_id and t.channel = m.channel and t.granted)))
                    and not exists (select from outbox_gate g where g.held)
                    and not exists (select from suppression s
                        where s.channel = m.channel and s.address in (m.address, i.mark))
                    and (m.owner_id is null or not exists (
                        select from lead l where l.id = m.lead_id and l.stopped_automation))
                returning m.id
                """, UUID.class, Sql.time(now), Sql.column(ready, ClaimedMessage::id),
                Sql.column(ready, ClaimedMessage::attempt), Sql.column(ready, m -> erased.mark(m.address())),
                group.claim().id(), again, lane.id()));
        if (!raised.isEmpty()) {
            slots.handsOver(lane, now);
        }
        return raised;
    }

    /**
     * Puts back what was claimed and was certainly not handed over, and its slots. SUPPRESSED where the address or the
     * lead gets nothing more or has taken a needed consent back, FAILED where there is nothing to send, else QUEUED
     * again. A fence whose commit was not heard of may have marked some of it. Slots are given back for what this claim
     * still held only: another node may have taken the claim over meanwhile, and given them back before.
     */
    void release(Claim claim, Collection<UUID> messages, Collection<UUID> withoutContent) {
        Set<UUID> ids = Set.copyOf(messages);
        List<ClaimedMessage> left = claim.messages().stream().filter(m -> ids.contains(m.id())).toList();
        int held = held(claim, left);
        jdbc.update("""
                with open as materialized (
                    select m.id, coalesce(b.why, m.withdrawn) as why, case when m.id = any(?::uuid[]) then 'FAILED' when b.why is not null then 'SUPPRESSED'
                        when m.withdrawn is not null then 'CANCELLED' else 'QUEUED' end as state
                    from message m
                    join unnest(?::uuid[], ?::text[]) as i(id, mark) on i.id = m.id
                    cross join lateral (select coalesce(
                        (select lower(s.reason) from suppression s
                            where s.channel = m.channel and s.address in (m.address, i.mark) limit 1),
                        (select 'stopped' from lead l
                            where l.id = m.lead_id and l.stopped_automation and m.owner_id is not null),
                        (select 'no consent' from lane l where l.id = m.lane_id and l.consent_required and not exists (
                            select from consent_state c
                            where c.lead_id = m.lead_id and c.channel = m.channel and c.granted))) as why) b
                    where m.claim_id = ? and m.state in ('CLAIMED', 'SENDING', 'UNKNOWN')
                    order by m.id for update of m)
                update message m set state = open.state, pending = open.state = 'QUEUED',
                    attention = open.state = 'FAILED', claim_id = null,
                    error = case open.state when 'FAILED' then 'It has no content that can be sent.' else open.why end
                from open where m.id = open.id
                """, Sql.of(withoutContent), Sql.column(left, ClaimedMessage::id),
                Sql.column(left, m -> erased.mark(m.address())), claim.id());
        jdbc.update("update message set claim_id = null where id = any(?::uuid[]) and claim_id = ? and state = 'CANCELLED'",
                Sql.column(left, ClaimedMessage::id), claim.id());
        slots.giveBack(claim, held);
    }

    /** Locks the rows, so that nobody takes them over between the count and the change. */
    private int held(Claim claim, List<ClaimedMessage> messages) {
        return jdbc.queryForList("""
                select id from message where id = any(?::uuid[]) and claim_id = ?
                    and state in ('CLAIMED', 'SENDING', 'UNKNOWN', 'CANCELLED')
                order by id for update
                """, UUID.class, Sql.column(messages, ClaimedMessage::id), claim.id()).size();
    }
}
