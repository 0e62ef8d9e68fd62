package dev.cadenza.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes that is cleared and used again, so that a worker renders mail after mail in one place. */
final class Bytes {

    private byte[] array;
    private int size;

    Bytes(int capacity) {
        this.array = new byte[capacity];
    }

    byte[] array() {
        return array;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    Bytes add(int value) {
        if (size == array.length) {
            reserve(1);
        }
        array[size++] = (byte) value;
        return this;
    }

    Bytes add(byte[] bytes, int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, array, size, to - from);
        size += to - from;
        return this;
    }

    /** In UTF-8. */
    Bytes add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length);
    }

    Bytes line(String text) {
        return add(text).add('\r').add('\n');
    }

    byte[] copy() {
        return Arrays.copyOf(array, size);
    }

    private void reserve(int more) {
        if (array.length - size < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
        }
    }
}
