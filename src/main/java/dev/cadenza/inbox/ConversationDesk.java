package dev.cadenza.inbox;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.ContentTemplate;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.identity.Users;
import dev.cadenza.message.AloneMessage;
import dev.cadenza.message.ContactPoints;
import dev.cadenza.message.Outbox;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What people do with conversations. */
@Component
class ConversationDesk {

    private static final int LONGEST_SUBJECT = 500;
    private static final int LONGEST_SID = 100;

    private final ConversationRows rows;
    private final AnswerRules rules;
    private final ContactPoints contacts;
    private final Outbox outbox;
    private final Users users;
    private final JdbcTemplate jdbc;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ConversationDesk(ConversationRows rows, AnswerRules rules, ContactPoints contacts, Outbox outbox, Users users,
            JdbcTemplate jdbc, ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.rules = rules;
        this.contacts = contacts;
        this.outbox = outbox;
        this.users = users;
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
    }

    /**
     * An answer.
     *
     * @param subject of a mail; where it is left out, that of the mail it answers
     * @param contentSid a template of the provider's that goes in place of the text, and its {@code contentVariables}
     */
    record Answer(@Nullable String text, @Nullable String subject, @Nullable String contentSid,
            @Nullable Map<String, String> contentVariables) {

        static Answer of(String text) {
            return new Answer(text, null, null, null);
        }
    }

    @Transactional(readOnly = true)
    ConversationView.Answering answering(UUID id) {
        return rules.of(rows.findById(id).orElseThrow(() -> new NotFound("conversation", id)));
    }

    /**
     * The lead's conversation on a channel, made where there is none.
     *
     * @throws Rejected where the lead is not known or not reached on the channel
     */
    @Transactional
    public UUID open(@Nullable UUID leadId, @Nullable ChannelType channel) {
        if (leadId == null || channel == null) {
            throw new Rejected(FieldError.required(leadId == null ? "leadId" : "channel"));
        }
        return rows.findByLeadIdAndChannel(leadId, channel).map(Conversation::id).orElseGet(() -> {
            if (jdbc.queryForList("select 1 from lead where id = ?", leadId).isEmpty()) {
                throw new Rejected(FieldError.of("leadId", "unknown", "There is no such lead."));
            }
            String address = contacts.addresses(channel, List.of(leadId)).get(leadId);
            if (address == null) {
                throw new Rejected(FieldError.of("channel", "no-address", "The lead has no address on "
                        + channel.label() + "."));
            }
            return rows.saveAndFlush(new Conversation(Ids.next(), leadId, channel, address, clock.instant())).id();
        });
    }

    @Transactional
    public void read(UUID id) {
        require(id).read(clock.instant());
    }

    /** @param user e-mail address of somebody who may answer; null for nobody */
    @Transactional
    public void assign(UUID id, @Nullable String user) {
        String email = user == null || user.isBlank() ? null : users.find(user)
                .filter(found -> found.role() != Role.ANALYST).map(SignedInUser::email)
                .orElseThrow(() -> new Rejected(FieldError.of("assignedTo", "unknown",
                        "There is no active user " + user + " who may answer.")));
        require(id).assign(email, clock.instant());
        rows.flush();
        events.publishEvent(new ConversationEvents.Assigned(id, email));
    }

    /** Keeps an answer that somebody is writing. */
    @Transactional
    public void write(UUID id, @Nullable String text) {
        Conversation conversation = require(id);
        String draft = text == null || text.isBlank() ? null : MailText.storable(text);
        if (draft != null && draft.length() > MailText.MAX_BODY) {
            throw new Rejected(FieldError.of("text", "too-long", "An answer of this length is not kept."));
        }
        conversation.write(draft, clock.instant());
    }

    /**
     * Sends an answer through the outbox.
     *
     * @param inTask whether it is the task's own completion that answers
     * @return the message's id
     * @throws Conflict whose type names the channel's rule that forbids it
     */
    @Transactional
    public UUID answer(UUID id, Answer answer, boolean inTask) {
        Conversation conversation = require(id);
        ContentTemplate template = template(answer);
        String text = text(conversation.channel(), answer, template);
        UUID sender = rules.require(conversation, template != null);
        Answered mail = conversation.channel() == ChannelType.EMAIL ? answered(conversation) : Answered.NOTHING;
        String subject = conversation.channel() == ChannelType.EMAIL ? subject(answer, mail) : null;
        UUID message = outbox.sendAlone(new AloneMessage(conversation.channel(), sender, conversation.address(),
                conversation.leadId(), subject, null, text, template));
        if (conversation.lastInboundId() != null) {
            jdbc.update("update message set in_reply_to = ? where id = ?", conversation.lastInboundId(), message);
        }
        settled(id, conversation.answered(text, sender, clock.instant()), inTask);
        return message;
    }

    /** Somebody decided that no answer is needed. */
    @Transactional
    public void settle(UUID id, boolean inTask) {
        settled(id, require(id).settle(clock.instant()), inTask);
    }

    @Transactional
    public void close(UUID id, String user) {
        settled(id, require(id).close(user, clock.instant()), false);
    }

    @Transactional
    public void reopen(UUID id) {
        require(id).reopen(clock.instant());
    }

    private void settled(UUID id, boolean waited, boolean inTask) {
        rows.flush();
        if (waited && !inTask) {
            events.publishEvent(new ConversationEvents.Settled(id));
        }
    }

    private Conversation require(UUID id) {
        return rows.findLockedById(id).orElseThrow(() -> new NotFound("conversation", id));
    }

    private static @Nullable ContentTemplate template(Answer answer) {
        String sid = answer.contentSid() == null ? "" : answer.contentSid().strip();
        if (sid.length() > LONGEST_SID || !sid.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new Rejected(FieldError.of("contentSid", "invalid", "This is no id of a template."));
        }
        Map<String, String> variables = Objects.requireNonNullElse(answer.contentVariables(), Map.of());
        if (variables.values().stream().anyMatch(Objects::isNull)) {
            throw new Rejected(FieldError.of("contentVariables", "invalid", "Every variable needs a value."));
        }
        return sid.isEmpty() ? null : new ContentTemplate(sid, variables);
    }

    private static String text(ChannelType channel, Answer answer, @Nullable ContentTemplate template) {
        String text = answer.text() == null ? "" : MailText.storable(answer.text()).strip();
        if (text.isEmpty() && template == null) {
            throw new Rejected(FieldError.required("text"));
        }
        AnswerRules.requireLength(channel, text);
        return text.isEmpty() ? "(template " + Objects.requireNonNull(template).sid() + ")" : text;
    }

    /** The mail that is answered. */
    private record Answered(@Nullable String subject) {
        static final Answered NOTHING = new Answered(null);
    }

    private Answered answered(Conversation conversation) {
        return conversation.lastInboundId() == null ? Answered.NOTHING : jdbc.query(
                "select subject from message where id = ?", (row, number) -> new Answered(row.getString(1)),
                conversation.lastInboundId()).stream().findFirst().orElse(Answered.NOTHING);
    }

    private static String subject(Answer answer, Answered mail) {
        String given = answer.subject() == null ? "" : MailText.storable(answer.subject()).replaceAll("\\s+", " ")
                .strip();
        if (given.length() > LONGEST_SUBJECT) {
            throw new Rejected(FieldError.of("subject", "too-long", "A subject has at most " + LONGEST_SUBJECT
                    + " characters."));
        }
        String before = mail.subject() == null ? "" : mail.subject();
        String reply = before.regionMatches(true, 0, "re:", 0, 3) ? before : "Re: " + before;
        return given.isEmpty() ? reply.strip() : given;
    }
}
