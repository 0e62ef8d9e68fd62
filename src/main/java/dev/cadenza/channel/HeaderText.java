package dev.cadenza.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Text in headers: folded (RFC 5322, section 2.2.3), and where it is not plain ASCII as encoded words (RFC 2047). No
 * line break of the text survives, so a text can't become a header of its own.
 */
final class HeaderText {

    private static final int LINE = 76;
    private static final String PREFIX = "=?UTF-8?";
    /** The longest encoded word (RFC 2047, section 2) less its frame {@code =?UTF-8?Q?} and {@code ?=}. */
    private static final int WORD = 75 - 12;
    /** Of what can't be broken; leaves room for a name and a neighbour below 998 characters. */
    private static final int LONGEST_TOKEN = 900;

    private HeaderText() {
    }

    /** Writes a free text, such as a subject. @param name with its colon */
    static void unstructured(String name, String text, Bytes out) {
        String clean = clean(text);
        if (needsEncoding(clean)) {
            out.add(name).add(' ');
            encoded(clean, name.length() + 1, out);
            out.add('\r').add('\n');
        } else {
            folded(name, clean, out);
        }
    }

    /** Writes a value whose own syntax allows breaks at its spaces, such as a list of URIs. */
    static void folded(String name, String value, Bytes out) {
        out.add(name);
        int column = name.length();
        int from = 0;
        while (from < value.length()) {
            int to = value.indexOf(' ', from + 1);
            to = to < 0 ? value.length() : to;
            boolean first = from == 0;
            int width = to - from + (first ? 1 : 0);
            // A line of spaces alone is not allowed, and would be one if a run of them were broken.
            boolean breakable = !first && value.charAt(from) == ' ' && from + 1 < value.length()
                    && value.charAt(from + 1) != ' ' && value.charAt(from - 1) != ' ';
            if (breakable && column + width > LINE) {
                out.add('\r').add('\n');
                column = 0;
            }
            if (first) {
                out.add(' ');
            }
            out.add(value.substring(from, to));
            column += width;
            from = to;
        }
        out.add('\r').add('\n');
    }

    /** A display name before an address: as it is, in quotes, or as encoded words. */
    static void phrase(String text, int column, Bytes out) {
        String clean = clean(text);
        if (needsEncoding(clean) || clean.length() > 60) {
            encoded(clean, column, out);
        } else if (clean.matches("[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")) {
            out.add(clean);
        } else {
            out.add('"').add(clean.replace("\\", "\\\\").replace("\"", "\\\"")).add('"');
        }
    }

    /** Without control characters and without white space at its ends. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029
                ? ' ' : c));
        return clean.toString().strip();
    }

    /** Whether {@link #folded} keeps all lines within the limit of 998 characters. */
    static boolean foldable(String text) {
        int token = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean breakable = text.charAt(i) == ' ' && i > 0 && text.charAt(i - 1) != ' '
                    && i + 1 < text.length() && text.charAt(i + 1) != ' ';
            token = breakable ? 0 : token + 1;
            if (token > LONGEST_TOKEN) {
                return false;
            }
        }
        return true;
    }

    private static boolean needsEncoding(String text) {
        return text.chars().anyMatch(c -> c > 126) || text.contains("=?") || !foldable(text);
    }

    private static void encoded(String text, int column, Bytes out) {
        boolean base64 = quotedLength(text) > text.getBytes(StandardCharsets.UTF_8).length * 4 / 3;
        boolean first = true;
        for (String part : parts(text, base64, LINE - column - 12)) {
            if (!first) {
                out.add('\r').add('\n').add(' ');
            }
            first = false;
            out.add(PREFIX).add(base64 ? "B?" + Base64.getEncoder().encodeToString(
                    part.getBytes(StandardCharsets.UTF_8)) : "Q?" + quoted(part)).add("?=");
        }
    }

    /** Cut between characters, so that every word is valid by itself (RFC 2047, section 5). */
    private static List<String> parts(String text, boolean base64, int firstWidth) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        int bytes = 0;
        int width = Math.max(firstWidth, 16);
        for (int i = 0; i < text.length();) {
            int next = text.offsetByCodePoints(i, 1);
            String character = text.substring(i, next);
            int more = base64 ? character.getBytes(StandardCharsets.UTF_8).length : quotedLength(character);
            int length = base64 ? (bytes + more + 2) / 3 * 4 : bytes + more;
            if (length > width && i > start) {
                parts.add(text.substring(start, i));
                start = i;
                bytes = 0;
                width = WORD;
            }
            bytes += more;
            i = next;
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static int quotedLength(String text) {
        int length = 0;
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            length += value == ' ' || harmless(value) ? 1 : 3;
        }
        return length;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            if (value == ' ') {
                quoted.append('_');
            } else if (harmless(value)) {
                quoted.append((char) value);
            } else {
                quoted.append(String.format("=%02X", value & 0xff));
            }
        }
        return quoted.toString();
    }

    /** What may stand in an encoded word even within a phrase (RFC 2047, section 5, rule 3). */
    private static boolean harmless(byte value) {
        return value >= '0' && value <= '9' || value >= 'A' && value <= 'Z' || value >= 'a' && value <= 'z'
                || value == '!' || value == '*' || value == '+' || value == '-' || value == '/';
    }
}
