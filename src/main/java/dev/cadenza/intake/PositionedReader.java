package dev.cadenza.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Decodes a file from a byte position on, and notes at which byte each line begins. A parser that knows in which line
 * a record begins thereby knows at which byte, so that another run can go on exactly there. Bytes that are no text in
 * the encoding become U+FFFD.
 */
final class PositionedReader extends Reader {

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final Encoding encoding;
    private final LineStarts lines = new LineStarts();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    /** Position in the file of the first byte in the buffer that was not looked at for line breaks. */
    private long scanned;
    private boolean lastWasCr;
    private boolean ended;

    /** @param position where {@code in} stands in the file: at the beginning of a line */
    PositionedReader(InputStream in, long position, Encoding encoding) {
        this.in = in;
        this.encoding = encoding;
        this.scanned = position;
        this.decoder = encoding.charset().newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        lines.add(position);
    }

    LineStarts lines() {
        return lines;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        CharBuffer chars = CharBuffer.wrap(buffer, offset, length);
        while (chars.position() == offset) {
            decoder.decode(bytes, chars, ended);
            if (chars.position() > offset) {
                break;
            }
            if (ended) {
                decoder.flush(chars);
                return chars.position() > offset ? chars.position() - offset : -1;
            }
            fill();
        }
        return chars.position() - offset;
    }

    /** Where the line after {@code line} begins, which may be far ahead; the end of the file where there is none. */
    long lineAfter(long line) throws IOException {
        while (!lines.knows(line + 1) && !ended) {
            bytes.position(bytes.limit() - (int) (scanned % encoding.unitBytes()));
            fill();
        }
        return lines.knows(line + 1) ? lines.position(line + 1) : scanned;
    }

    private void fill() throws IOException {
        bytes.compact();
        int from = bytes.position();
        int read = in.read(bytes.array(), from, bytes.remaining());
        if (read < 0) {
            ended = true;
        } else {
            bytes.position(from + read);
            scan(bytes.array(), from, from + read);
        }
        bytes.flip();
    }

    private void scan(byte[] array, int from, int to) {
        int width = encoding.unitBytes();
        if (width == 1) {
            scanBytes(array, from, to);
        } else {
            scanPairs(array, from, to);
        }
    }

    private void scanBytes(byte[] array, int from, int to) {
        long base = scanned - from;
        boolean cr = lastWasCr;
        for (int i = from; i < to; i++) {
            byte b = array[i];
            if (b > '\r') {
                // the most frequent case first
                if (cr) {
                    lines.add(base + i);
                    cr = false;
                }
            } else if (b == '\n') {
                lines.add(base + i + 1);
                cr = false;
            } else {
                if (cr) {
                    lines.add(base + i);
                }
                cr = b == '\r';
            }
        }
        lastWasCr = cr;
        scanned = base + to;
    }

    /** A code unit of two bytes may be cut by the end of a read; its first byte then waits before {@code from}. */
    private void scanPairs(byte[] array, int from, int to) {
        long base = scanned - from;
        int begin = from - (int) (scanned % 2);
        for (int i = begin; i + 1 < to; i += 2) {
            int unit = encoding.unit(array[i], array[i + 1]);
            if (unit == '\n') {
                lines.add(base + i + 2);
                lastWasCr = false;
            } else {
                if (lastWasCr) {
                    lines.add(base + i);
                }
                lastWasCr = unit == '\r';
            }
        }
        scanned = base + to;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
