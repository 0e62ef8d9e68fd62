package dev.cadenza.message;

import dev.cadenza.platform.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes messages that are intended and sends each at most once. Everything here joins the caller's transaction: the
 * journey advanced and its messages are queued, or neither.
 */
@Component
public class Outbox {

    private final JdbcTemplate jdbc;
    private final Lanes lanes;
    private final ErasedAddresses erased;
    private final Doubt doubt;
    private final Clock clock;

    Outbox(JdbcTemplate jdbc, Lanes lanes, ErasedAddresses erased, Doubt doubt, Clock clock) {
        this.jdbc = jdbc;
        this.lanes = lanes;
        this.erased = erased;
        this.doubt = doubt;
        this.clock = clock;
    }

    /**
     * Queues messages, in one statement. A message whose enrollment has one for the same step and iteration already is
     * left out; one whose address is suppressed, whose lead has stopped, or whose campaign needs a consent that the lead
     * has not given, is kept as SUPPRESSED.
     *
     * @return how many were new
     */
    @Transactional
    public int enqueue(List<OutboundMessage> messages) {
        int queued = insert(messages, null);
        if (!messages.isEmpty()) {
            doubt.settle(messages);
        }
        return queued;
    }

    /**
     * Keeps that these messages were meant for leads that have no address on their channel. They are never sent.
     *
     * @param reason short, for people, such as {@code no phone number}
     */
    @Transactional
    public int skip(List<OutboundMessage> messages, String reason) {
        return insert(messages, reason);
    }

    /** @param skipped why they are never sent; null where they are, unless something forbids it */
    private int insert(List<OutboundMessage> messages, @Nullable String skipped) {
        if (messages.isEmpty()) {
            return 0;
        }
        // Materialized: the planner would copy the three look-ups to each of the places that use their result.
        return jdbc.update("""
                with intended as materialized (
                    select i.*, k.skipped, coalesce(k.skipped,
                        (select lower(s.reason) from suppression s
                            where s.channel = i.channel and s.address in (i.address, i.mark) limit 1),
                        (select 'stopped' from lead l where l.id = i.lead_id and l.stopped_automation),
                        (select 'no consent' from lane l where l.id = i.lane_id and l.consent_required and not exists (
                            select from consent_state c
                            where c.lead_id = i.lead_id and c.channel = i.channel and c.granted))) as why
                    from unnest(?::uuid[], ?::text[], ?::uuid[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::int[],
                        ?::uuid[], ?::uuid[], ?::bigint[], ?::uuid[], ?::uuid[], ?::text[], ?::timestamptz[], ?::text[],
                        ?::text[])
                        as i(id, channel, lead_id, owner_id, journey_id, enrollment_id, step_id, iteration, draft_id,
                            previous_id, delay_seconds, lane_id, sender_account_id, address, scheduled_for, timezone, mark)
                    cross join (select ?::text as skipped) k)
                insert into message (id, direction, channel, lead_id, owner_id, journey_id, enrollment_id, step_id,
                    iteration, draft_id, previous_id, delay_seconds, lane_id, sender_account_id, address, state, pending,
                    scheduled_for, timezone, error, created_at)
                select id, 'OUTBOUND', channel, lead_id, owner_id, journey_id, enrollment_id, step_id, iteration, draft_id,
                    previous_id, delay_seconds, lane_id, sender_account_id, address,
                    case when why is null then 'QUEUED' when skipped is null then 'SUPPRESSED' else 'SKIPPED' end,
                    why is null, scheduled_for, timezone, why, ?
                from intended
                on conflict (enrollment_id, step_id, iteration)
                    where enrollment_id is not null and direction = 'OUTBOUND' do nothing
                """,
                Sql.column(messages, OutboundMessage::id),
                Sql.column(messages, m -> m.channel().name()),
                Sql.column(messages, OutboundMessage::leadId),
                Sql.column(messages, OutboundMessage::ownerId),
                Sql.column(messages, OutboundMessage::journeyId),
                Sql.column(messages, OutboundMessage::enrollmentId),
                Sql.column(messages, OutboundMessage::stepId),
                Sql.column(messages, OutboundMessage::iteration),
                Sql.column(messages, OutboundMessage::draftId),
                Sql.column(messages, OutboundMessage::previousId),
                Sql.column(messages, m -> m.delay() == null ? null : m.delay().toSeconds()),
                Sql.column(messages, OutboundMessage::laneId),
                Sql.column(messages, OutboundMessage::senderAccountId),
                Sql.column(messages, OutboundMessage::address),
                Sql.column(messages, OutboundMessage::scheduledFor),
                Sql.column(messages, OutboundMessage::timezone),
                Sql.column(messages, m -> erased.mark(m.address())), skipped, now());
    }

    /**
     * Withdraws what these enrollments have not sent yet. A message that is being handed over at this moment may still
     * arrive, but is not tried again.
     *
     * @param reason short, for people, such as {@code replied}
     * @return how many messages will now certainly not go
     */
    @Transactional
    public int cancelForEnrollments(Collection<UUID> enrollmentIds, String reason) {
        return enrollmentIds.isEmpty() ? 0 : cancel("enrollment_id = any(?::uuid[])", Sql.of(enrollmentIds), reason);
    }

    /** Withdraws what has not been sent yet for a campaign or workflow; see {@link #cancelForEnrollments}. */
    @Transactional
    public int cancelForOwner(UUID ownerId, String reason) {
        return cancel("owner_id = ?", ownerId, reason);
    }

    /**
     * Queues a message that belongs to no journey, for now, in its sender's own lane.
     *
     * @return its id
     */
    @Transactional
    public UUID sendAlone(AloneMessage message) {
        UUID id = Ids.next();
        jdbc.update("""
                insert into message (id, direction, channel, lead_id, lane_id, sender_account_id, address, subject,
                    body_html, body_text, content_template, state, pending, scheduled_for, created_at)
                values (?, 'OUTBOUND', ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, 'QUEUED', true, ?, ?)
                """, id, message.channel().name(), message.leadId(), lanes.ofSender(message.senderAccountId()),
                message.senderAccountId(), message.address(), message.subject(), message.html(), message.text(),
                Composer.json(message.template()), now(), now());
        return id;
    }

    /**
     * Records that these messages have certainly left, because something came back that only they could have caused: an
     * answer, a delivery report, an open. Settles those whose outcome was unknown; changes no others.
     */
    @Transactional
    public int confirmSent(Collection<UUID> messageIds) {
        return jdbc.update("""
                update message set state = 'SENT', sent_at = coalesce(sent_at, fenced_at, scheduled_for), error = null,
                    attention = false
                where id = any(?::uuid[]) and state = 'UNKNOWN'
                """, (Object) Sql.of(messageIds));
    }

    /**
     * Records that a lead replied. The reply counts for the message that it answers, where that can be told, else for
     * the lead's latest one; a message counts its first reply.
     *
     * @param inbound the reply
     * @param latest null where there is none
     */
    @Transactional
    public void replied(UUID inbound, @Nullable UUID latest, Instant at) {
        jdbc.update("""
                update message set replied_at = ? where replied_at is null and id = coalesce(
                    (select o.id from message i join message o on o.id = i.in_reply_to
                     where i.id = ? and o.direction = 'OUTBOUND' and o.enrollment_id = i.enrollment_id), ?::uuid)
                """, Sql.time(at), inbound, latest);
    }

    /** Rows are locked in the order of their ids, as the dispatcher does, so the two never wait for each other. */
    private int cancel(String which, Object argument, String reason) {
        List<String> before = jdbc.queryForList("""
                with open as materialized (
                    select id, state from message
                    where %s and direction = 'OUTBOUND' and state in ('QUEUED', 'CLAIMED', 'SENDING', 'UNKNOWN')
                    order by id for update)
                update message m set
                    state = case when open.state in ('QUEUED', 'CLAIMED') then 'CANCELLED' else m.state end,
                    error = case when open.state in ('QUEUED', 'CLAIMED') then ? else m.error end,
                    withdrawn = ?,
                    pending = false
                from open where m.id = open.id
                returning open.state
                """.formatted(which), String.class, argument, reason, reason);
        return (int) before.stream().filter(state -> state.equals("QUEUED") || state.equals("CLAIMED")).count();
    }

    private OffsetDateTime now() {
        return Sql.time(clock.instant());
    }
}
