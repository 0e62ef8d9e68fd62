package dev.cadenza.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a file that are written in one transaction, each already in the form of PostgreSQL's binary COPY, with what
 * the loader must know: whether an earlier row of the chunk has the same address, and in which order rows lie together
 * in the index over e-mail addresses.
 */
final class Chunk {

    static final int MAX_ROWS = 100_000;
    private static final int MAX_BYTES = 32 << 20;
    private static final int INDEX_BITS = 17;

    /** Something about a row that its owner should know. */
    record Note(long row, long position, String field, String code, String reason, boolean rowRefused) {
    }

    final RowBuffer rows = new RowBuffer(1 << 20);
    final KeySet keys = new KeySet(MAX_ROWS * 2);
    final List<Note> notes = new ArrayList<>();

    private final int[] starts = new int[MAX_ROWS + 1];
    private final int[] waves = new int[MAX_ROWS];
    private final long[] numbers = new long[MAX_ROWS];
    private final long[] order = new long[MAX_ROWS];
    private int size;
    private int lastWave;
    private int firstWaveSize;

    long fromPosition;
    long toPosition;
    long toRow;
    int read;
    int refused;
    int valuesLeft;

    void begin(long position) {
        rows.clear();
        keys.clear();
        notes.clear();
        size = 0;
        lastWave = 0;
        firstWaveSize = 0;
        read = 0;
        refused = 0;
        valuesLeft = 0;
        fromPosition = position;
    }

    boolean full() {
        return size == MAX_ROWS || rows.length() > MAX_BYTES || notes.size() >= MAX_ROWS;
    }

    int size() {
        return size;
    }

    /** 0 where no two rows of the chunk share an address. */
    int lastWave() {
        return lastWave;
    }

    /** Rows that share no address with an earlier row of the chunk. */
    int firstWaveSize() {
        return firstWaveSize;
    }

    int wave(int row) {
        return waves[row];
    }

    long number(int row) {
        return numbers[row];
    }

    int start(int row) {
        return starts[row];
    }

    int end(int row) {
        return starts[row + 1];
    }

    /**
     * Takes the row whose bytes were just written. Rows that share an address with an earlier row come in a later wave
     * than it, so that each wave can be written as a set.
     *
     * @param email hash of the e-mail address, 0 without one
     * @param sortKey orders rows by their e-mail addresses, roughly
     */
    void add(long number, int start, long email, long phone, long sortKey) {
        int wave = Math.max(email == 0 ? 0 : keys.next(email), phone == 0 ? 0 : keys.next(phone));
        if (email != 0) {
            keys.put(email, wave);
        }
        if (phone != 0) {
            keys.put(phone, wave);
        }
        starts[size] = start;
        starts[size + 1] = rows.length();
        waves[size] = wave;
        numbers[size] = number;
        order[size] = sortKey << INDEX_BITS | size;
        lastWave = Math.max(lastWave, wave);
        firstWaveSize += wave == 0 ? 1 : 0;
        size++;
    }

    /** The rows of the first wave in about the order of their e-mail addresses. */
    int[] firstWaveByEmail() {
        long[] sorted = Arrays.copyOf(order, size);
        Arrays.sort(sorted);
        int[] rowsOfWave = new int[firstWaveSize];
        int count = 0;
        for (long entry : sorted) {
            int row = (int) (entry & (1 << INDEX_BITS) - 1);
            if (waves[row] == 0) {
                rowsOfWave[count++] = row;
            }
        }
        return rowsOfWave;
    }
}
