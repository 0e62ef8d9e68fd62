package dev.cadenza.channel;

import java.nio.charset.StandardCharsets;

/** Text as quoted-printable UTF-8 (RFC 2045, section 6.7), with its line breaks, of whatever kind, as CRLF. */
final class QuotedPrintable {

    private static final int LINE = 76;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private QuotedPrintable() {
    }

    static void write(String text, Bytes out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int column = 0;
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] & 0xff;
            if (value == '\n' || value == '\r') {
                if (value == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n') {
                    i++;
                }
                out.add('\r').add('\n');
                column = 0;
                continue;
            }
            boolean plain = plain(value, endOfLine(bytes, i + 1));
            // One column stays free for the "=" of a soft line break.
            if (column + (plain ? 1 : 3) >= LINE && !(plain && endOfLine(bytes, i + 1) && column + 1 <= LINE)) {
                out.add('=').add('\r').add('\n');
                column = 0;
            }
            if (plain) {
                out.add(value);
                column++;
            } else {
                out.add('=').add(HEX[value >> 4]).add(HEX[value & 15]);
                column += 3;
            }
        }
    }

    /** White space at the end of a line would get lost on the way. */
    private static boolean plain(int value, boolean last) {
        return value > ' ' && value < 127 && value != '=' || (value == ' ' || value == '\t') && !last;
    }

    private static boolean endOfLine(byte[] bytes, int next) {
        return next == bytes.length || bytes[next] == '\n' || bytes[next] == '\r';
    }
}
