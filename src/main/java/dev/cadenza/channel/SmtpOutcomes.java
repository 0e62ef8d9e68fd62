package dev.cadenza.channel;

import java.time.Duration;
import java.util.Set;

/** What a server's reply means for the mail that it is about. */
final class SmtpOutcomes {

    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofMinutes(5);
    /** The server wants a login or TLS, or does not like ours (RFC 4954): the settings are at fault, not the mail. */
    private static final Set<Integer> ABOUT_US = Set.of(530, 534, 535, 538);

    private SmtpOutcomes() {
    }

    /**
     * @param aboutRecipient false for the reply to MAIL, whose 5.1.x speaks of the sender
     * @throws IllegalArgumentException for a reply that is no verdict (3xx)
     */
    static SendResult of(SmtpReply reply, boolean aboutRecipient) {
        if (reply.isPositive()) {
            return new SendResult.Accepted(reply.queueId());
        }
        if (reply.isTransient() || ABOUT_US.contains(reply.code())) {
            return new SendResult.Deferred(reply.sentence(), reply.isClosing() ? SOON : LATER);
        }
        if (reply.isPermanent()) {
            return new SendResult.Refused(reply.sentence(), aboutRecipient && reply.saysNoSuchAddress());
        }
        throw new IllegalArgumentException("No verdict: " + reply.sentence());
    }
}
