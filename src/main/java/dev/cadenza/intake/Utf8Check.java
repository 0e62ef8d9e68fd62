package dev.cadenza.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Tells, of bytes that come in pieces, whether they are UTF-8 (RFC 3629) so far. */
final class Utf8Check {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private boolean valid = true;
    private int missing;
    /** Bounds of the byte that continues a character; narrower after some first bytes. */
    private int low = 0x80;
    private int high = 0xBF;

    void add(byte[] bytes, int from, int to) {
        int i = from;
        while (valid && i < to) {
            if (missing == 0) {
                while (i + 8 <= to && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
                    i += 8;
                }
                if (i == to) {
                    return;
                }
            }
            take(bytes[i++] & 0xFF);
        }
    }

    private void take(int b) {
        if (missing > 0) {
            valid = b >= low && b <= high;
            missing--;
            low = 0x80;
            high = 0xBF;
        } else if (b >= 0xC2 && b <= 0xDF) {
            missing = 1;
        } else if (b >= 0xE0 && b <= 0xEF) {
            missing = 2;
            low = b == 0xE0 ? 0xA0 : 0x80;
            high = b == 0xED ? 0x9F : 0xBF;
        } else if (b >= 0xF0 && b <= 0xF4) {
            missing = 3;
            low = b == 0xF0 ? 0x90 : 0x80;
            high = b == 0xF4 ? 0x8F : 0xBF;
        } else {
            valid = b < 0x80;
        }
    }

    /** A character may be cut off at the end of what was added. */
    boolean valid() {
        return valid;
    }

    boolean complete() {
        return valid && missing == 0;
    }
}
