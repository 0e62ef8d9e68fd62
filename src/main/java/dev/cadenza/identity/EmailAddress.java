package dev.cadenza.identity;

import java.util.Locale;
import java.util.regex.Pattern;

/** The form in which a user's address is stored and looked up. */
final class EmailAddress {

    private static final String WORD = "[^\\s@\"'<>,;:\\\\*]+";
    private static final Pattern PLAUSIBLE = Pattern.compile(WORD + "@" + WORD + "\\.[^\\s@.\"'<>,;:\\\\*]+");
    private static final int MAX_LENGTH = 254;

    private EmailAddress() {
    }

    static String normalized(String raw) {
        return raw.strip().toLowerCase(Locale.ROOT);
    }

    static boolean plausible(String normalized) {
        return normalized.length() <= MAX_LENGTH && PLAUSIBLE.matcher(normalized).matches();
    }
}
