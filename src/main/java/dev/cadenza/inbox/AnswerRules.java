package dev.cadenza.inbox;

import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingText;
import dev.cadenza.inbox.ConversationView.Answering;
import dev.cadenza.message.ContactPoints;
import dev.cadenza.message.Sender;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.message.Suppressions;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What a channel lets us answer, and through which account. */
@Component
class AnswerRules {

    private static final int LONGEST_MAIL = 100_000;
    private static final int LONGEST_MESSENGER = 2000;
    private static final int LONGEST_INSTAGRAM_BYTES = 1000;
    /** Twilio's limit for a message, in whatever segments. */
    private static final int LONGEST_PHONE = 1600;

    private final ContactPoints contacts;
    private final ChannelConfigs channels;
    private final SenderAccounts senders;
    private final Suppressions suppressions;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    AnswerRules(ContactPoints contacts, ChannelConfigs channels, SenderAccounts senders, Suppressions suppressions,
            JdbcTemplate jdbc, Clock clock) {
        this.contacts = contacts;
        this.channels = channels;
        this.senders = senders;
        this.suppressions = suppressions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A rule that forbids an answer. */
    private record Rule(String word, String sentence) {
    }

    Answering of(Conversation conversation) {
        Instant window = window(conversation);
        Optional<Rule> rule = broken(conversation, false);
        boolean template = rule.isPresent() && conversation.channel() == ChannelType.WHATSAPP
                && broken(conversation, true).isEmpty();
        return new Answering(rule.isEmpty(), rule.map(Rule::word).orElse(null), rule.map(Rule::sentence).orElse(null),
                window, template, longest(conversation.channel()));
    }

    /**
     * @param template whether a template of the provider's goes instead of free text
     * @return the account that the answer goes through
     * @throws Conflict whose type names the rule that forbids it
     */
    UUID require(Conversation conversation, boolean template) {
        broken(conversation, template).ifPresent(rule -> {
            throw new Conflict(rule.word(), rule.sentence());
        });
        return sender(conversation).orElseThrow();
    }

    /** @throws Rejected naming {@code text} where the channel carries no text of this length */
    static void requireLength(ChannelType channel, String text) {
        int length = channel == ChannelType.INSTAGRAM ? text.getBytes(StandardCharsets.UTF_8).length : text.length();
        if (length > longest(channel)) {
            throw new Rejected(FieldError.of("text", "too-long", channel.label() + " carries at most "
                    + longest(channel) + (channel == ChannelType.INSTAGRAM ? " bytes" : " characters")
                    + " in one message; this has " + length + "."));
        }
    }

    private Optional<Rule> broken(Conversation conversation, boolean template) {
        ChannelType channel = conversation.channel();
        if (suppressions.contains(channel, conversation.address())) {
            return Optional.of(new Rule("suppressed", conversation.address() + " is suppressed on " + channel.label()
                    + ": nothing is sent there until the suppression is lifted."));
        }
        if (template && channel != ChannelType.WHATSAPP) {
            return Optional.of(new Rule("no-templates", channel.label() + " has no templates."));
        }
        Instant window = window(conversation);
        if (channel.windowed() && !template && (window == null || !clock.instant().isBefore(window))) {
            String since = window == null ? "has never written" : "last wrote more than 24 hours ago";
            return Optional.of(new Rule("window-closed", "The lead " + since + ", and " + channel.label()
                    + " lets free text go for 24 hours after a person's message only."
                    + (channel == ChannelType.WHATSAPP ? " An approved template may go." : "")));
        }
        return sender(conversation).isPresent() ? Optional.empty()
                : Optional.of(new Rule("no-channel", "No " + channel.label() + " account is set up and active."));
    }

    /** Until when free text may go; null where there is no window, or it never opened. */
    private @Nullable Instant window(Conversation conversation) {
        if (!conversation.channel().windowed()) {
            return null;
        }
        Instant last = contacts.lastInbound(conversation.channel(), List.of(conversation.address()))
                .get(conversation.address());
        return last == null ? null : last.plus(OutgoingText.WINDOW);
    }

    /** The account of the conversation, else the channel's first that is active. */
    private Optional<UUID> sender(Conversation conversation) {
        if (conversation.channel() != ChannelType.EMAIL) {
            return Optional.ofNullable(conversation.channelConfigId()).flatMap(channels::find)
                    .filter(config -> config.active()).map(config -> config.id())
                    .or(() -> channels.active(conversation.channel()).stream().findFirst()
                            .map(config -> config.id()));
        }
        return Optional.ofNullable(conversation.senderAccountId()).flatMap(senders::find).filter(Sender::active)
                .map(Sender::id)
                .or(() -> jdbc.queryForList("""
                        select id from sender_account where active and channel = 'EMAIL' order by created_at limit 1
                        """, UUID.class).stream().findFirst());
    }

    private static int longest(ChannelType channel) {
        return switch (channel) {
            case EMAIL -> LONGEST_MAIL;
            case SMS, WHATSAPP, PUSH -> LONGEST_PHONE;
            case MESSENGER -> LONGEST_MESSENGER;
            case INSTAGRAM -> LONGEST_INSTAGRAM_BYTES;
        };
    }
}
