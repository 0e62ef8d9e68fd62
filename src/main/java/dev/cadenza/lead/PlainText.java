package dev.cadenza.lead;

/** What text must be to be kept: well-formed Unicode without NUL, which PostgreSQL stores in no text and no jsonb. */
public final class PlainText {

    private static final char ZERO_WIDTH_SPACE = '\u200B';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private PlainText() {
    }

    /** {@code raw} without blanks at its ends: white space, no-break and zero-width spaces, as exports leave them. */
    public static String trim(String raw) {
        int from = 0;
        int to = raw.length();
        while (from < to && blank(raw.charAt(from))) {
            from++;
        }
        while (to > from && blank(raw.charAt(to - 1))) {
            to--;
        }
        return raw.substring(from, to);
    }

    /** True where the database can keep {@code text}: no NUL and no half of a surrogate pair. */
    public static boolean storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** True where {@code text} is {@link #storable} and holds no control character, so no line break either. */
    public static boolean singleLine(String text) {
        return storable(text) && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean blank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == ZERO_WIDTH_SPACE || c == BYTE_ORDER_MARK;
    }
}
