package dev.cadenza.channel;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Message-IDs (RFC 5322, section 3.6.4) that carry the message's own id: {@code <uuid@domain>}. The same message has
 * the same Message-ID at every attempt, and the References of an answer give the message back without an index.
 */
public final class MessageIds {

    private static final Pattern OURS = Pattern.compile(
            "<?\\s*([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})@[^\\s<>@]+\\s*>?");

    private MessageIds() {
    }

    /** The Message-ID of message {@code id}, with its angle brackets. */
    public static String of(UUID id, String domain) {
        return "<" + id + "@" + domain + ">";
    }

    /**
     * The id in a single Message-ID, with or without angle brackets; empty where it is not of our form. Whether such
     * a message exists is for the caller to look up, and so the domain is not compared: it may have changed since.
     */
    public static Optional<UUID> parse(String messageIdHeader) {
        Matcher matcher = OURS.matcher(messageIdHeader.strip());
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }
}
