package dev.cadenza.intake;

import java.util.Arrays;

/**
 * The addresses of a chunk by their 64-bit hashes, each with the last wave of rows that has it. Two addresses of one
 * hash are taken for one, which costs a little speed and changes nothing else.
 */
final class KeySet {

    private final long[] keys;
    private final int[] waves;
    private final int mask;

    KeySet(int capacity) {
        int length = Integer.highestOneBit(capacity * 2 - 1) * 2;
        keys = new long[length];
        waves = new int[length];
        mask = length - 1;
    }

    void clear() {
        Arrays.fill(keys, 0);
    }

    /** The first wave in which a row with this address may come: 0 where none had it. */
    int next(long key) {
        int slot = slot(key);
        return keys[slot] == 0 ? 0 : waves[slot] + 1;
    }

    void put(long key, int wave) {
        int slot = slot(key);
        keys[slot] = key;
        waves[slot] = wave;
    }

    boolean sharesAnyWith(KeySet other) {
        for (long key : keys) {
            if (key != 0 && other.keys[other.slot(key)] != 0) {
                return true;
            }
        }
        return false;
    }

    private int slot(long key) {
        int slot = (int) (key ^ key >>> 32) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
