package dev.cadenza.channel;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server's answer to one command (RFC 5321, section 4.2).
 *
 * @param text of all its lines, separated by spaces, without the codes
 */
record SmtpReply(int code, String text) {

    private static final Pattern ENHANCED = Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})\\b");
    /** RFC 3463, section 3.2 and RFC 7505: bad mailbox, bad system, bad syntax, ambiguous, moved, null MX. */
    private static final Pattern NO_SUCH_ADDRESS = Pattern.compile("5\\.1\\.(1|2|3|4|6|10|0)");
    private static final Pattern NO_SUCH_ADDRESS_IN_WORDS = Pattern.compile(
            "(user|mailbox|recipient|address|account)s?\\b.{0,40}\\b(unknown|not found|not exist|doesn'?t exist|"
            + "unavailable|invalid|no longer)|(no such|unknown|invalid) (user|mailbox|recipient|address|account)");
    private static final Pattern QUEUED_AS = Pattern.compile("queued as ([A-Za-z0-9._-]{1,100})",
            Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 300;

    boolean isPositive() {
        return code >= 200 && code < 300;
    }

    boolean isTransient() {
        return code >= 400 && code < 500;
    }

    boolean isPermanent() {
        return code >= 500 && code < 600;
    }

    /** The server closes the connection: what it says concerns no mail in particular. */
    boolean isClosing() {
        return code == 421;
    }

    /** Whether a permanent refusal means that the recipient's address does not exist. */
    boolean saysNoSuchAddress() {
        Matcher enhanced = ENHANCED.matcher(text);
        if (enhanced.find()) {
            return NO_SUCH_ADDRESS.matcher(enhanced.group(1)).matches();
        }
        return (code == 550 || code == 551 || code == 553)
                && NO_SUCH_ADDRESS_IN_WORDS.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    /** The name under which the server queued a mail, where it says so in the usual way. */
    @Nullable String queueId() {
        Matcher matcher = QUEUED_AS.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** For people. */
    String sentence() {
        String clean = HeaderText.clean(code + " " + text);
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "..." : clean;
    }
}
