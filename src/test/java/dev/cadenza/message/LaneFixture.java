package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A lane of a campaign of its own, and messages for it. Each has a lead and a draft. */
record LaneFixture(OutboxFixture fixture, UUID id, UUID ownerId, Sender sender) {

    OutboundMessage message() {
        return message(null, null, null, fixture.now());
    }

    OutboundMessage message(@Nullable String timezone) {
        return message(null, null, timezone, fixture.now());
    }

    OutboundMessage message(@Nullable UUID previousId, @Nullable Duration delay, @Nullable String timezone, Instant at) {
        UUID lead = Ids.next();
        UUID enrollment = Ids.next();
        UUID draft = Ids.next();
        String address = "lead-" + lead + "@example.com";
        fixture.jdbc.update("""
                insert into lead (id, email, source, created_at, updated_at) values (?, ?, 'test', now(), now())
                """, lead, address);
        fixture.jdbc.update("""
                insert into draft (id, owner_id, journey_id, cohort_id, enrollment_id, lead_id, step_id, draft_type, channel,
                    generated_subject, generated_body, status, created_at, updated_at)
                values (?, ?, ?, ?, ?, ?, 'step', 'FIRST_OUTREACH', 'EMAIL', 'Hello', '<p>Dear <b>lead</b></p>',
                    'SCHEDULED', now(), now())
                """, draft, ownerId, ownerId, ownerId, enrollment, lead);
        return new OutboundMessage(Ids.next(), ChannelType.EMAIL, lead, ownerId, ownerId, enrollment, "step", 0, draft,
                previousId, delay, id, sender.id(), address, at, timezone);
    }

    OutboundMessage withId(OutboundMessage m, UUID id) {
        return new OutboundMessage(id, m.channel(), m.leadId(), m.ownerId(), m.journeyId(), m.enrollmentId(),
                m.stepId(), m.iteration(), m.draftId(), m.previousId(), m.delay(), m.laneId(), m.senderAccountId(),
                m.address(), m.scheduledFor(), m.timezone());
    }

    OutboundMessage queued() {
        return queued(1).get(0);
    }

    List<OutboundMessage> queued(int count) {
        List<OutboundMessage> messages = IntStream.range(0, count).mapToObj(i -> message()).toList();
        fixture.outbox.enqueue(messages);
        return messages;
    }

    OutboundMessage queued(OutboundMessage message) {
        fixture.outbox.enqueue(List.of(message));
        return message;
    }

    List<String> states() {
        return fixture.jdbc.queryForList("select state from message where lane_id = ? order by id", String.class, id);
    }

    long count(String state) {
        return states().stream().filter(state::equals).count();
    }
}
