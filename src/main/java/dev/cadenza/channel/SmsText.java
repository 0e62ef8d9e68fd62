package dev.cadenza.channel;

import java.util.ArrayList;
import java.util.List;

/**
 * What a text costs as an SMS (3GPP TS 23.038 and 23.040): 160 characters of the GSM 7-bit alphabet or 70 UTF-16 units
 * in one segment, 153 or 67 in each of several, where no character is cut in two.
 *
 * @param encoding GSM_7, or UCS_2 where a character is not in that alphabet
 * @param units septets or UTF-16 units; a character of the extension table counts 2 septets
 * @param segments what is paid for
 * @param left units that are free in the last segment
 * @param parts the text of each segment
 * @param beyondGsm the characters that make it UCS_2, each once
 */
public record SmsText(Encoding encoding, int units, int segments, int left, List<String> parts, List<String> beyondGsm) {

    /** What Twilio takes at most, over all segments. */
    public static final int MOST_CHARACTERS = 1600;

    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";

    /** How characters are written. */
    public enum Encoding {
        GSM_7(160, 153),
        UCS_2(70, 67);

        private final int single;
        private final int several;

        Encoding(int single, int several) {
            this.single = single;
            this.several = several;
        }
    }

    public static SmsText of(String text) {
        List<String> beyond = text.codePoints().filter(c -> weight(c) == 0).mapToObj(Character::toString).distinct()
                .toList();
        Encoding encoding = beyond.isEmpty() ? Encoding.GSM_7 : Encoding.UCS_2;
        int units = text.codePoints().map(c -> units(c, encoding)).sum();
        int capacity = units <= encoding.single ? encoding.single : encoding.several;
        List<String> parts = parts(text, encoding, capacity);
        String last = parts.isEmpty() ? "" : parts.get(parts.size() - 1);
        int used = last.codePoints().map(c -> units(c, encoding)).sum();
        return new SmsText(encoding, units, parts.size(), parts.isEmpty() ? 0 : capacity - used, parts, beyond);
    }

    private static List<String> parts(String text, Encoding encoding, int capacity) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            int more = units(c, encoding);
            if (used + more > capacity) {
                parts.add(part.toString());
                part.setLength(0);
                used = 0;
            }
            part.appendCodePoint(c);
            used += more;
        }
        if (part.length() > 0) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static int units(int c, Encoding encoding) {
        return encoding == Encoding.GSM_7 ? weight(c) : Character.charCount(c);
    }

    /** Septets of a character; 0 where GSM 7-bit has none for it. */
    private static int weight(int c) {
        return BASIC.indexOf(c) >= 0 ? 1 : EXTENSION.indexOf(c) >= 0 ? 2 : 0;
    }
}
