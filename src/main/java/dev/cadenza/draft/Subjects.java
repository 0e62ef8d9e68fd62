package dev.cadenza.draft;

import java.util.regex.Pattern;

/** Subjects are one line of plain text. */
final class Subjects {

    /** Characters of a subject that a person writes. */
    static final int MAX = 500;

    private static final Pattern BREAKS = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\s]+");

    private Subjects() {
    }

    /** The subject without line breaks and other control characters, which would end the header (RFC 5322). */
    static String oneLine(String subject) {
        return BREAKS.matcher(subject).replaceAll(" ").strip();
    }
}
