package dev.cadenza.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds rows in PostgreSQL's binary COPY format: numbers in network order, each field after its length. */
final class RowBuffer {

    static final int NULL = -1;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int length;

    RowBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] array() {
        return bytes;
    }

    /** Takes back what was written after this length. */
    void cutTo(int shorter) {
        length = shorter;
    }

    /** Makes room for {@code more} bytes and returns the array to write them to, from {@link #length} on. */
    byte[] room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
        return bytes;
    }

    /** Bytes were written into the array that {@link #room} gave. */
    void advanceTo(int newLength) {
        length = newLength;
    }

    void putShort(int value) {
        room(2);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    void putInt(int value) {
        INT.set(room(4), length, value);
        length += 4;
    }

    void putLong(long value) {
        LONG.set(room(8), length, value);
        length += 8;
    }

    void putByte(int value) {
        room(1)[length++] = (byte) value;
    }

    void setShort(int at, int value) {
        bytes[at] = (byte) (value >> 8);
        bytes[at + 1] = (byte) value;
    }

    void setInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    void setLong(int at, long value) {
        LONG.set(bytes, at, value);
    }

    void put(byte[] source, int from, int count) {
        System.arraycopy(source, from, room(count), length, count);
        length += count;
    }

    /** A text field; null is NULL. */
    void putText(@Nullable String text) {
        if (text == null) {
            putInt(NULL);
            return;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putInt(encoded.length);
        put(encoded, 0, encoded.length);
    }

    /** A jsonb field: a version before the text. */
    void putJson(String json) {
        byte[] encoded = json.getBytes(StandardCharsets.UTF_8);
        putInt(encoded.length + 1);
        putByte(1);
        put(encoded, 0, encoded.length);
    }

    void putUuid(UUID id) {
        putInt(16);
        putLong(id.getMostSignificantBits());
        putLong(id.getLeastSignificantBits());
    }

    void putBigint(long value) {
        putInt(8);
        putLong(value);
    }
}
