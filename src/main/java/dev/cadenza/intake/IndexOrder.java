package dev.cadenza.intake;

import java.util.Arrays;

/**
 * An order of rows that is kind to two indexes at once. In the order of one index, entries of the other go to random
 * places all over it, which costs a miss of the processor's cache at every step. So the rows are laid out on a square of
 * fields, by e-mail address in one direction and by phone number in the other, and the fields are walked through line
 * by line and back: at any time only a small part of each index is written to.
 */
final class IndexOrder {

    private static final int SIDE = 8;
    private static final int ROW_BITS = 63 - AddressKeys.ORDER_BITS;
    private static final int ROW_MASK = (1 << ROW_BITS) - 1;

    private final long[] emails;
    private final long[] phones;

    IndexOrder(int rows) {
        if (rows > ROW_MASK) {
            throw new IllegalArgumentException(rows + " rows do not fit");
        }
        emails = new long[rows];
        phones = new long[rows];
    }

    void set(int row, AddressKeys keys) {
        emails[row] = keys.emailOrder() << ROW_BITS | row;
        phones[row] = keys.phoneOrder() << ROW_BITS | row;
    }

    /** The first {@code size} rows in this order; what was set is used up. */
    int[] of(int size) {
        Arrays.sort(emails, 0, size);
        Arrays.sort(phones, 0, size);
        byte[] column = new byte[size];
        for (int i = 0; i < size; i++) {
            column[row(phones[i])] = (byte) ((long) i * SIDE / size);
        }
        int[] next = new int[SIDE * SIDE + 1];
        for (int i = 0; i < size; i++) {
            next[field(i, size, column) + 1]++;
        }
        for (int field = 1; field < next.length; field++) {
            next[field] += next[field - 1];
        }
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[next[field(i, size, column)]++] = row(emails[i]);
        }
        return order;
    }

    /** Lines are walked through forwards and backwards by turns, so that neighbours follow one another. */
    private int field(int rank, int size, byte[] column) {
        int line = (int) ((long) rank * SIDE / size);
        int place = column[row(emails[rank])];
        return line * SIDE + ((line & 1) == 0 ? place : SIDE - 1 - place);
    }

    private static int row(long entry) {
        return (int) entry & ROW_MASK;
    }
}
