package dev.cadenza.inbox;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether an address is gone for good. Codes are not enough: servers say 5.7.1 of an unknown user and 5.1.1 of a
 * full mailbox, so the words decide where they are plain.
 */
final class BounceRules {

    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245]\\.\\d{1,3}\\.\\d{1,3})(?![\\d.])");
    private static final Pattern REPLY_CODE = Pattern.compile("(?<![\\d.])([45]\\d\\d)(?=[ -])");

    private static final List<String> FULL = List.of("mailbox full", "mailbox is full", "inbox is full",
            "over quota", "overquota", "quota exceeded", "exceeded storage", "storage limit", "insufficient storage");
    private static final List<String> LATER = List.of("try again later", "temporar", "greylist", "will be retried",
            "will retry", "delayed", "not yet been delivered", "too busy", "rate limit");
    private static final List<String> GONE = List.of("user unknown", "unknown user", "unknown recipient",
            "recipient unknown", "no such user", "no such recipient", "no such mailbox", "no mailbox here",
            "does not exist", "doesn't exist", "do not exist", "doesn't have a", "not a valid mailbox",
            "invalid recipient", "invalid mailbox", "unknown mailbox", "mailbox not found", "mailbox unavailable",
            "user not found", "recipient not found", "recipientnotfound", "address not found", "wasn't found",
            "couldn't be found", "could not be found", "unrouteable address", "unroutable address",
            "recipient address rejected: access denied", "account has been disabled", "account is disabled",
            "mailbox disabled", "mailbox is disabled", "inactive user", "no longer valid", "no longer in use",
            "host unknown", "unknown host", "domain not found", "host or domain name not found", "unable to relay to",
            "n'existe pas", "existiert nicht", "unbekannt");

    private BounceRules() {
    }

    /** The first enhanced status code (RFC 3463) in the words of a server. */
    static Optional<String> status(String words) {
        Matcher matcher = STATUS.matcher(words);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** True where {@code words} hold a code or a phrase by which servers refuse mail. */
    static boolean refuses(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return STATUS.matcher(words).find() || REPLY_CODE.matcher(words).find() || contains(lower, GONE)
                || contains(lower, FULL);
    }

    /**
     * @param status enhanced status code, or empty
     * @param words what the server said
     */
    static boolean hard(String status, String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        if (status.startsWith("4.") || status.equals("5.2.2") || contains(lower, FULL)) {
            return false;
        }
        return switch (status) {
            case "5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4" -> true;
            default -> !status.startsWith("5.7.") && contains(lower, GONE)
                    && !(status.isEmpty() && (contains(lower, LATER) || onlyTemporaryCode(words)));
        };
    }

    private static boolean onlyTemporaryCode(String words) {
        Matcher matcher = REPLY_CODE.matcher(words);
        return matcher.find() && matcher.group(1).startsWith("4");
    }

    private static boolean contains(String lower, List<String> phrases) {
        return phrases.stream().anyMatch(lower::contains);
    }
}
