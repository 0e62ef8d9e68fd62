package dev.cadenza.inbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.inbox.ConversationIntake.Arrival;
import dev.cadenza.inbox.InboundText.Word;
import dev.cadenza.lead.EventKind;
import dev.cadenza.lead.LeadArrivals;
import dev.cadenza.lead.LeadReports;
import dev.cadenza.message.ContactPoints;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.message.OptOuts;
import dev.cadenza.message.Outbox;
import dev.cadenza.platform.Ids;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes in what people write on SMS, WhatsApp, Messenger and Instagram: into the conversation, to the journey whose
 * message it answers, and to a person who answers. Who is not known becomes a lead.
 */
@Component
public class InboundTexts {

    /** A message without a sign of what it answers answers the latest one of this time. */
    private static final Duration ANSWER_WINDOW = Duration.ofDays(30);

    /** Letters with their marks, as several scripts write vowels; quotes and the like before it are no part of it. */
    private static final Pattern FIRST_WORD = Pattern.compile(
            "[^\\p{L}\\p{N}]{0,20}([\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}_-]{0,59})(?![\\p{L}\\p{N}\\p{M}_-])");
    private static final int LONGEST_TOLD = 1000;

    private final JdbcTemplate jdbc;
    private final ContactPoints contacts;
    private final LeadArrivals arrivals;
    private final ConversationIntake conversations;
    private final OptOuts optOuts;
    private final Outbox outbox;
    private final LeadReports reports;
    private final ObjectMapper json;
    private final ApplicationEventPublisher events;

    InboundTexts(JdbcTemplate jdbc, ContactPoints contacts, LeadArrivals arrivals, ConversationIntake conversations,
            OptOuts optOuts, Outbox outbox, LeadReports reports, ObjectMapper json,
            ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.contacts = contacts;
        this.arrivals = arrivals;
        this.conversations = conversations;
        this.optOuts = optOuts;
        this.outbox = outbox;
        this.reports = reports;
        this.json = json;
        this.events = events;
    }

    /** Takes a message in, once however often it is given. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void receive(InboundText text) {
        UUID lead = lead(text);
        contacts.heardFrom(lead, text.channel(), text.from(), text.channelId(), text.at());
        UUID conversation = conversations.lock(lead, text.channel(), text.from(), text.at());
        if (known(lead, text)) {
            return;
        }
        @Nullable Ours answered = answered(lead, text);
        UUID message = keep(lead, text, answered);
        tellKeyword(lead, message, text);
        boolean waits = takeEffect(lead, message, text, answered);
        conversations.arrived(conversation, new Arrival(message, text.channelId(), null, text.to(), shown(text), waits,
                text.at(), text.name() == null ? Map.of() : Map.of("name", text.name())));
    }

    /** The first word of what a person writes. */
    private void tellKeyword(UUID lead, UUID message, InboundText text) {
        Matcher word = FIRST_WORD.matcher(text.text());
        if (text.person() && word.lookingAt()) {
            String shown = text.text().length() > LONGEST_TOLD ? text.text().substring(0, LONGEST_TOLD) : text.text();
            reports.tell(List.of(new LeadReports.Happening(lead, EventKind.KEYWORD,
                    Normalizer.normalize(word.group(1), Normalizer.Form.NFC).toLowerCase(Locale.ROOT),
                    json.createObjectNode().put("text", shown).put("channel", text.channel().name())
                            .put("messageId", message.toString()), text.at(), message)));
        }
    }

    /** Locked by their address where they are new, so that two first messages make one lead. */
    private UUID lead(InboundText text) {
        return contacts.leadOf(text.channel(), text.from()).orElseGet(() -> {
            jdbc.query("select pg_advisory_xact_lock(hashtextextended(?, 11))", row -> { },
                    text.channel() + " " + text.from());
            return contacts.leadOf(text.channel(), text.from()).orElseGet(() -> {
                boolean phone = text.channel() == ChannelType.SMS || text.channel() == ChannelType.WHATSAPP;
                return arrivals.arrive(null, phone ? text.from() : null, text.name(), text.channel().word(),
                        text.at());
            });
        });
    }

    private boolean known(UUID lead, InboundText text) {
        return Boolean.TRUE.equals(jdbc.queryForObject("""
                select exists (select from message where lead_id = ? and channel = ? and direction = 'INBOUND'
                    and provider_id = ?)
                """, Boolean.class, lead, text.channel().name(), text.providerId()));
    }

    /** @param sure whether the person chose the message that they answer */
    private record Ours(UUID id, @Nullable UUID ownerId, @Nullable UUID journeyId, @Nullable UUID enrollmentId,
            boolean sure) {
    }

    private @Nullable Ours answered(UUID lead, InboundText text) {
        List<Ours> found = jdbc.query("""
                select id, owner_id, journey_id, enrollment_id, provider_id = ? as sure from message
                where lead_id = ? and channel = ? and direction = 'OUTBOUND'
                    and state in ('SENDING', 'SENT', 'UNKNOWN', 'BOUNCED')
                    and (provider_id = ? or coalesce(sent_at, fenced_at) between ? and ?)
                order by provider_id = ? desc nulls last, coalesce(sent_at, fenced_at) desc limit 1
                """, (row, number) -> new Ours(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                row.getObject(3, UUID.class), row.getObject(4, UUID.class), row.getBoolean(5)),
                text.answersProviderId(), lead, text.channel().name(), text.answersProviderId(),
                text.at().minus(ANSWER_WINDOW).atOffset(ZoneOffset.UTC), text.at().atOffset(ZoneOffset.UTC),
                text.answersProviderId());
        return found.isEmpty() ? null : found.get(0);
    }

    private UUID keep(UUID lead, InboundText text, @Nullable Ours answered) {
        UUID id = Ids.next();
        jdbc.update("""
                insert into message (id, direction, channel, lead_id, owner_id, journey_id, enrollment_id, address,
                    body_text, in_reply_to, state, provider_id, created_at)
                values (?, 'INBOUND', ?, ?, ?, ?, ?, ?, ?, ?, 'RECEIVED', ?, ?)
                """, id, text.channel().name(), lead, answered == null ? null : answered.ownerId(),
                answered == null ? null : answered.journeyId(), answered == null ? null : answered.enrollmentId(),
                text.from(), MailText.storable(text.text()), answered == null ? null : answered.id(),
                text.providerId(), text.at().atOffset(ZoneOffset.UTC));
        Map<String, Object> metadata = new LinkedHashMap<>(text.metadata());
        metadata.put("to", text.to());
        if (!text.media().isEmpty()) {
            metadata.put("media", text.media());
        }
        conversations.keepMetadata(id, metadata);
        return id;
    }

    /** @return whether the person waits for an answer */
    private boolean takeEffect(UUID lead, UUID message, InboundText text, @Nullable Ours answered) {
        if (answered != null && answered.sure()) {
            outbox.confirmSent(List.of(answered.id()));
        }
        UUID enrollment = answered == null ? null : answered.enrollmentId();
        Word word = text.word() != null ? text.word()
                : OptOutWords.of(text.channel(), text.text()).orElse(null);
        if (word == Word.STOP) {
            optOuts.stop(text.channel(), text.from(), lead, enrollment, text.at(), "Wrote '" + text.text().strip()
                    + "'");
            return false;
        }
        // "Yes" is an answer to a question, unless it takes a stop back.
        if (word == Word.START && (optOuts.start(text.channel(), text.from(), text.at()) || text.word() != null)) {
            return false;
        }
        if (text.person() && answered != null) {
            events.publishEvent(new MessageEvents.Replied(lead, enrollment, message, text.at()));
        }
        return text.person();
    }

    private static String shown(InboundText text) {
        return !text.text().isBlank() || text.media().isEmpty() ? text.text()
                : "(" + text.media().size() + (text.media().size() == 1 ? " attachment)" : " attachments)");
    }
}
