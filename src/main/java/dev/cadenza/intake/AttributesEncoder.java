package dev.cadenza.intake;

import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Gathers the custom fields of one row as the text of a JSON object. */
final class AttributesEncoder {

    private static final int PLAIN_LENGTH = 1_000;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final RowBuffer json = new RowBuffer(1 << 12);
    private int count;

    void clear() {
        json.clear();
        count = 0;
    }

    /**
     * @param key the key as JSON, with the colon
     * @return what keeps the value out; null where it was taken, or is blank
     */
    @Nullable FieldError put(byte[] key, String heading, char[] cells, int from, int length) {
        if (length > PLAIN_LENGTH || json.length() > Attributes.MAX_BYTES / 2
                || !putPlain(key, cells, from, length)) {
            return putChecked(key, heading, new String(cells, from, length));
        }
        return null;
    }

    private boolean putPlain(byte[] key, char[] cells, int from, int length) {
        if (cells[from] == ' ' || cells[from] == '\'' || cells[from + length - 1] == ' ') {
            return false;
        }
        int before = json.length();
        open(key);
        byte[] target = json.room(length + 1);
        int at = json.length();
        for (int i = 0; i < length; i++) {
            char c = cells[from + i];
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                json.cutTo(before);
                return false;
            }
            target[at + i] = (byte) c;
        }
        target[at + length] = '"';
        json.advanceTo(at + length + 1);
        count++;
        return true;
    }

    private @Nullable FieldError putChecked(byte[] key, String heading, String cell) {
        String text = PlainText.trim(CellEncoder.unwrapped(cell, Target.COMPANY));
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() > Attributes.MAX_TEXT_LENGTH) {
            return FieldError.of(heading, "too-long",
                    "At most " + Attributes.MAX_TEXT_LENGTH + " characters are kept here.");
        }
        if (!PlainText.storable(text)) {
            return FieldError.of(heading, "invalid", "The text holds a character that can't be kept.");
        }
        byte[] value = escaped(text).getBytes(StandardCharsets.UTF_8);
        if (json.length() + key.length + value.length + 4 > Attributes.MAX_BYTES) {
            return FieldError.of(heading, "too-large",
                    "The attributes of a lead take at most " + Attributes.MAX_BYTES + " bytes together.");
        }
        open(key);
        json.put(value, 0, value.length);
        json.putByte('"');
        count++;
        return null;
    }

    private void open(byte[] key) {
        json.putByte(count == 0 ? '{' : ',');
        json.put(key, 0, key.length);
        json.putByte('"');
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Writes the object as a jsonb field. */
    void writeTo(RowBuffer row) {
        if (count == 0) {
            row.putJson("{}");
            return;
        }
        json.putByte('}');
        row.putInt(json.length() + 1);
        row.putByte(1);
        row.put(json.array(), 0, json.length());
    }
}
