package dev.cadenza.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * Decodes a file from a byte position on, and notes at which byte each line begins. A parser that knows in which line
 * a record begins thereby knows at which byte, so that another run can go on exactly there. Bytes that are no text in
 * the encoding become U+FFFD.
 */
abstract class PositionedReader extends Reader {

    static final int BUFFER = 1 << 16;
    static final char REPLACEMENT = '\uFFFD';

    private static final int SKIPPED_AT_ONCE = 1 << 12;

    final LineStarts lines = new LineStarts();
    private final InputStream in;

    /** @param position where {@code in} stands in the file: at the beginning of a line */
    PositionedReader(InputStream in, long position) {
        this.in = in;
        lines.add(position);
    }

    static PositionedReader of(InputStream in, long position, Encoding encoding) {
        return encoding.unitBytes() == 1 ? new ByteReader(in, position, encoding)
                : new PairReader(in, position, encoding);
    }

    /** Where the lines begin of which characters were read. */
    LineStarts lines() {
        return lines;
    }

    /** Where the line after {@code line} begins, which may be far ahead; the end of the file where there is none. */
    long lineAfter(long line) throws IOException {
        char[] skipped = new char[SKIPPED_AT_ONCE];
        boolean more = true;
        while (more && !lines.knows(line + 1)) {
            more = read(skipped, 0, skipped.length) >= 0;
        }
        return lines.knows(line + 1) ? lines.position(line + 1) : position();
    }

    /** The byte up to which characters were read. */
    abstract long position();

    final int readBytes(byte[] target, int from, int count) throws IOException {
        return in.read(target, from, count);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
