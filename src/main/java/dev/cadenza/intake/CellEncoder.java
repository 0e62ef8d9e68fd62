package dev.cadenza.intake;

import dev.cadenza.lead.Addresses;
import dev.cadenza.lead.LeadValues;
import dev.cadenza.problem.FieldError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes cells of a file as fields of a lead. What {@link LeadValues} makes of a value is what is stored; but for the
 * plain values that nearly all cells hold (ASCII without blanks at the ends, ordinary addresses) the outcome is known
 * without asking, and a cell then costs a tenth of a microsecond. {@code CellEncoderTest} holds both to one outcome.
 */
final class CellEncoder {

    /** Shorter than the longest value of any field, so that no limit is passed unnoticed. */
    private static final int PLAIN_LENGTH = 100;
    private static final int MAX_LABEL = 63;
    private static final int MAX_LOCAL_PART = 64;
    private static final int MAX_PHONE = 32;
    private static final byte[] SCHEME = {'h', 't', 't', 'p', 's', ':', '/', '/'};
    /** Google's contacts write several values of one kind into one cell. */
    private static final String MORE_VALUES = " ::: ";

    private final @Nullable String region;
    private final StringBuilder digits = new StringBuilder(MAX_PHONE);
    private final AddressKeys keys = new AddressKeys();
    private RowBuffer out;
    private @Nullable FieldError problem;

    CellEncoder(RowBuffer out, @Nullable String region) {
        this.out = out;
        this.region = region;
    }

    void writeTo(RowBuffer rows) {
        out = rows;
    }

    /** The keys of the addresses that were written since they were cleared. */
    AddressKeys keys() {
        return keys;
    }

    /** What was wrong with the cell that was written last as NULL. */
    @Nullable FieldError problem() {
        return problem;
    }

    /** Writes one cell as a field; a cell that is empty or bad as NULL. */
    void put(Target target, char[] cells, int from, int length) {
        problem = null;
        if (length == 0) {
            out.putInt(RowBuffer.NULL);
            return;
        }
        boolean written = length <= PLAIN_LENGTH && switch (target.kind()) {
            case TEXT -> putPlainText(cells, from, length);
            case EMAIL -> putPlainEmail(cells, from, length);
            case PHONE -> putPlainPhone(cells, from, length);
            case URL -> putPlainUrl(cells, from, length);
            default -> false;
        };
        if (!written) {
            putChecked(target, new String(cells, from, length));
        }
    }

    /** The value of a cell as it is kept, and the problem where it is bad. */
    LeadValues.Checked check(Target target, String cell) {
        return LeadValues.check(target.field(), unwrapped(cell, target), region);
    }

    private void putChecked(Target target, String cell) {
        LeadValues.Checked checked = check(target, cell);
        problem = checked.error();
        putValue(target, checked.value());
    }

    /** Writes a value that is in its normal form already. */
    void putValue(Target target, @Nullable String value) {
        out.putText(value);
        if (value != null && target.kind() == Target.Kind.EMAIL) {
            keys.email(value);
        } else if (value != null && target.kind() == Target.Kind.PHONE) {
            keys.phone(value);
        }
    }

    /** Without what programs put around values: NUL, an apostrophe against formulas, further values of a list. */
    static String unwrapped(String cell, Target target) {
        String text = cell.indexOf('\0') < 0 ? cell : cell.replace("\0", "");
        if (Formulas.guarded(text)) {
            text = text.substring(1);
        }
        int more = target.kind() == Target.Kind.TEXT ? -1 : text.indexOf(MORE_VALUES);
        return more < 0 ? text : text.substring(0, more);
    }

    private boolean putPlainText(char[] cells, int from, int length) {
        if (cells[from] == ' ' || cells[from] == '\'' || cells[from + length - 1] == ' ') {
            return false;
        }
        byte[] target = out.room(length + 4);
        int at = out.length() + 4;
        for (int i = 0; i < length; i++) {
            char c = cells[from + i];
            if (c < ' ' || c > '~') {
                return false;
            }
            target[at + i] = (byte) c;
        }
        finish(length);
        return true;
    }

    /** Letters and digits, with single marks between them; a domain of at least two labels, the last of letters. */
    private boolean putPlainEmail(char[] cells, int from, int length) {
        byte[] target = out.room(length + 4);
        int at = out.length() + 4;
        long hash = AddressKeys.EMAIL_SEED;
        int sign = -1;
        int dot = -1;
        int label = 0;
        boolean mark = true;
        boolean lettersOnly = true;
        for (int i = 0; i < length; i++) {
            char c = cells[from + i];
            if (c >= 'A' && c <= 'Z') {
                c |= 0x20;
            }
            if (c >= 'a' && c <= 'z') {
                mark = false;
            } else if (c >= '0' && c <= '9') {
                mark = false;
                lettersOnly = false;
            } else if (mark) {
                return false;
            } else if (c == '@') {
                if (sign >= 0 || i > MAX_LOCAL_PART) {
                    return false;
                }
                sign = i;
                label = i + 1;
                mark = true;
            } else if (c == '.') {
                if (sign >= 0) {
                    if (i - label > MAX_LABEL) {
                        return false;
                    }
                    dot = i;
                    label = i + 1;
                    lettersOnly = true;
                }
                mark = true;
            } else if (c == '-' || sign < 0 && (c == '_' || c == '+')) {
                lettersOnly = false;
                mark = true;
            } else {
                return false;
            }
            target[at + i] = (byte) c;
            hash = (hash ^ c) * AddressKeys.PRIME;
        }
        if (mark || dot < 0 || !lettersOnly || length - label < 2 || length - label > MAX_LABEL) {
            return false;
        }
        keys.email(hash, target, at, length);
        finish(length);
        return true;
    }

    /** An international number with blanks and the like between its digits. */
    private boolean putPlainPhone(char[] cells, int from, int length) {
        if (cells[from] != '+' || length > MAX_PHONE) {
            return false;
        }
        digits.setLength(0);
        digits.append('+');
        for (int i = 1; i < length; i++) {
            char c = cells[from + i];
            if (c >= '0' && c <= '9') {
                digits.append(c);
            } else if (c != ' ' && c != '-' && c != '.') {
                return false;
            }
        }
        Optional<String> number = Addresses.phone(digits.toString(), region);
        if (number.isEmpty()) {
            return false;
        }
        out.putText(number.get());
        keys.phone(number.get());
        return true;
    }

    /** A host of plain labels, with a scheme or without, and a path without anything that is escaped. */
    private boolean putPlainUrl(char[] cells, int from, int length) {
        int host = from;
        int end = from + length;
        if (startsWith(cells, from, end, "https://")) {
            host = from + 8;
        } else if (startsWith(cells, from, end, "http://")) {
            host = from + 7;
        }
        int path = hostEnd(cells, host, end);
        if (path < 0 || !plainPath(cells, path, end)) {
            return false;
        }
        int added = host == from ? SCHEME.length : 0;
        byte[] target = out.room(length + added + 4);
        int at = out.length() + 4;
        if (added > 0) {
            System.arraycopy(SCHEME, 0, target, at, added);
        }
        for (int i = 0; i < length; i++) {
            target[at + added + i] = (byte) cells[from + i];
        }
        finish(length + added);
        return true;
    }

    /** Where a host of at least two labels ends, the last of letters; -1 where there is none. */
    private static int hostEnd(char[] cells, int host, int end) {
        boolean mark = true;
        int dots = 0;
        boolean lettersOnly = true;
        int i = host;
        for (; i < end && cells[i] != '/'; i++) {
            char c = cells[i];
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                mark = false;
            } else if (c >= '0' && c <= '9') {
                mark = false;
                lettersOnly = false;
            } else if (mark || c != '.' && c != '-') {
                return -1;
            } else {
                mark = true;
                lettersOnly = c == '.';
                dots += c == '.' ? 1 : 0;
            }
        }
        return mark || dots == 0 || !lettersOnly ? -1 : i;
    }

    private static boolean plainPath(char[] cells, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = cells[i];
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '/'
                    || c == '-' || c == '_' || c == '.';
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(char[] cells, int from, int end, String prefix) {
        if (end - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (cells[from + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private void finish(int bytes) {
        out.setInt(out.length(), bytes);
        out.advanceTo(out.length() + 4 + bytes);
    }
}
