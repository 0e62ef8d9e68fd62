package dev.cadenza.channel;

import java.net.IDN;
import java.util.Optional;

/**
 * An address that can stand in a command and in a header as it is: one {@code @}, no white space, no brackets. Domains
 * are in ASCII (punycode); a local part beyond ASCII needs a server that offers SMTPUTF8 (RFC 6531).
 */
record MailAddress(String text, boolean international) {

    private static final int LONGEST = 254;

    static Optional<MailAddress> of(String raw) {
        int at = raw.lastIndexOf('@');
        if (at < 1 || at == raw.length() - 1 || raw.codePoints().anyMatch(MailAddress::forbidden)) {
            return Optional.empty();
        }
        String local = raw.substring(0, at);
        boolean quoted = local.length() > 2 && local.startsWith("\"") && local.endsWith("\"");
        if (!quoted && (local.indexOf('@') >= 0 || local.indexOf('"') >= 0)) {
            return Optional.empty();
        }
        try {
            String text = local + "@" + IDN.toASCII(raw.substring(at + 1));
            return text.length() > LONGEST ? Optional.empty()
                    : Optional.of(new MailAddress(text, local.chars().anyMatch(c -> c > 126)));
        } catch (IllegalArgumentException noDomain) {
            return Optional.empty();
        }
    }

    private static boolean forbidden(int c) {
        return c <= ' ' || c == 127 || c == '<' || c == '>' || c == ',' || c == ';' || c == '(' || c == ')'
                || Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c)
                || Character.getType(c) == Character.SURROGATE;
    }
}
