package dev.cadenza.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a file that are written in one transaction, each already in the form of PostgreSQL's binary COPY, with what
 * the loader must know: whether an earlier row of the chunk has the same address, and in which order the rows
 * lie close together in the indexes over addresses.
 */
final class Chunk {

    /**
     * Three chunks are in memory at once. Larger ones are written a little faster, but then the heap of 512 MB of the
     * benchmark is nearly full of them, and collecting garbage costs more than they gain.
     */
    static final int MAX_ROWS = 80_000;
    private static final int MAX_BYTES = 20 << 20;
    private static final int MAX_NOTES = 50_000;
    /** A row has a character at least, and ends. */
    private static final int MIN_ROW_BYTES = 2;
    private static final int SLACK = 1 << 16;

    /** Something about a row that its owner should know. */
    record Note(long row, long position, String field, String code, String reason, boolean rowRefused) {
    }

    final RowBuffer rows;
    final KeySet keys;
    final List<Note> notes = new ArrayList<>();

    private final int maxRows;
    private final int[] starts;
    private final int[] waves;
    private final int[] numbers;
    private final long[] positions;
    private final IndexOrder order;
    private int size;
    private int lastWave;
    private int firstWaveSize;

    private long firstNumber;

    long fromPosition;
    long toPosition;
    long toRow;
    int read;
    int refused;
    int valuesLeft;

    /** @param bytes of the file that are left: a small one needs little room */
    Chunk(long bytes) {
        maxRows = (int) Math.min(MAX_ROWS, bytes / MIN_ROW_BYTES + 1);
        rows = new RowBuffer((int) Math.min(MAX_BYTES + SLACK, bytes + SLACK));
        keys = new KeySet(maxRows * 2);
        starts = new int[maxRows + 1];
        waves = new int[maxRows];
        numbers = new int[maxRows];
        positions = new long[maxRows];
        order = new IndexOrder(maxRows);
    }

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
        return size == maxRows || rows.length() > MAX_BYTES || notes.size() >= MAX_NOTES;
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

    /** Its number in the file. */
    long number(int row) {
        return firstNumber + numbers[row];
    }

    /** The byte of the file at which it begins. */
    long position(int row) {
        return positions[row];
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
     * @param position byte of the file at which the row begins
     * @param start where its bytes begin
     */
    void add(long number, long position, int start, AddressKeys keysOfRow) {
        long email = keysOfRow.emailHash();
        long phone = keysOfRow.phoneHash();
        int wave = Math.max(email == 0 ? 0 : keys.next(email), phone == 0 ? 0 : keys.next(phone));
        if (email != 0) {
            keys.put(email, wave);
        }
        if (phone != 0) {
            keys.put(phone, wave);
        }
        if (size == 0) {
            firstNumber = number;
        }
        starts[size] = start;
        starts[size + 1] = rows.length();
        waves[size] = wave;
        numbers[size] = (int) (number - firstNumber);
        positions[size] = position;
        order.set(size, keysOfRow);
        lastWave = Math.max(lastWave, wave);
        firstWaveSize += wave == 0 ? 1 : 0;
        size++;
    }

    /** The rows of the first wave, those together that lie close together in the indexes over addresses. */
    int[] firstWave() {
        int[] ordered = order.of(size);
        if (firstWaveSize == size) {
            return ordered;
        }
        return Arrays.stream(ordered).filter(row -> waves[row] == 0).toArray();
    }
}
