package dev.cadenza.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Keeps conversations up with what comes in. Everything runs in the caller's transaction. */
@Component
class ConversationIntake {

    private static final int LONGEST_PREVIEW = 200;

    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;
    private final ObjectMapper json;
    private final Clock clock;

    ConversationIntake(JdbcTemplate jdbc, ApplicationEventPublisher events, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.events = events;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A message that came in.
     *
     * @param address where a person wrote from, and is answered
     * @param channelId the channel it came in at; null for the installation's own mailbox
     * @param senderAccountId whose message it answers
     * @param person whether a person wrote it, who may wait for an answer
     */
    record Arrival(UUID messageId, String address, @Nullable UUID channelId, @Nullable UUID senderAccountId,
            @Nullable String ourAddress, @Nullable String text, boolean person, Instant at, Map<String, String> metadata) {
    }

    /**
     * Locks the lead's conversation on the channel, which is made where there is none.
     *
     * @param address of a new one
     */
    UUID lock(UUID leadId, ChannelType channel, String address, Instant at) {
        OffsetDateTime now = time(clock.instant());
        jdbc.update("""
                insert into conversation (id, lead_id, channel, address, last_message_at, created_at, updated_at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict (lead_id, channel) do nothing
                """, Ids.next(), leadId, channel.name(), address, time(at), now, now);
        UUID id = jdbc.queryForObject("select id from conversation where lead_id = ? and channel = ? for update",
                UUID.class, leadId, channel.name());
        if (id == null) {
            throw new IllegalStateException("A conversation was neither there nor made");
        }
        return id;
    }

    /** Notes what came in; a person is asked to answer where that has not happened yet. */
    void arrived(UUID conversationId, Arrival arrival) {
        Boolean asked = jdbc.queryForObject("select needs_answer from conversation where id = ?", Boolean.class,
                conversationId);
        jdbc.update("""
                update conversation set
                    preview = case when last_inbound_at is null or last_inbound_at <= ? then ? else preview end,
                    last_inbound_id = case when last_inbound_at is null or last_inbound_at <= ? then ?
                        else last_inbound_id end,
                    last_inbound_at = greatest(last_inbound_at, ?), last_message_at = greatest(last_message_at, ?),
                    channel_config_id = coalesce(?, channel_config_id),
                    sender_account_id = coalesce(?, sender_account_id), our_address = coalesce(?, our_address),
                    metadata = metadata || ?::jsonb, unread = unread + ?, needs_answer = needs_answer or ?,
                    address = case when ? then ? else address end, status = case when ? then 'OPEN' else status end,
                    closed_at = case when ? then null else closed_at end,
                    closed_by = case when ? then null else closed_by end,
                    updated_at = ?, version = version + 1
                where id = ?
                """, time(arrival.at()), preview(arrival.text()), time(arrival.at()), arrival.messageId(),
                time(arrival.at()), time(arrival.at()), arrival.channelId(), arrival.senderAccountId(),
                arrival.ourAddress(), json(arrival.metadata()), arrival.person() ? 1 : 0, arrival.person(),
                arrival.person(), arrival.address(), arrival.person(), arrival.person(), arrival.person(),
                time(clock.instant()), conversationId);
        if (arrival.person() && !Boolean.TRUE.equals(asked)) {
            events.publishEvent(new ConversationEvents.AnswerNeeded(conversationId));
        }
    }

    void keepMetadata(UUID messageId, Map<String, Object> metadata) {
        if (!metadata.isEmpty()) {
            jdbc.update("insert into message_metadata (message_id, data) values (?, ?::jsonb)", messageId,
                    json(metadata));
        }
    }

    private static @Nullable String preview(@Nullable String text) {
        String line = text == null ? "" : text.strip().replaceAll("\\s+", " ");
        return MailText.storable(line.length() <= LONGEST_PREVIEW ? line : line.substring(0, LONGEST_PREVIEW));
    }

    private String json(Map<String, ?> values) {
        try {
            return json.writeValueAsString(values);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Texts can always be written as JSON", impossible);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
