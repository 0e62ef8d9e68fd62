package dev.cadenza.intake;

import java.io.IOException;
import java.io.InputStream;

/** Reads UTF-16: a code unit is a character of Java's. */
final class PairReader extends PositionedReader {

    private final byte[] bytes = new byte[BUFFER];
    private final Encoding encoding;
    private int at;
    private int limit;
    private long base;
    private boolean lastWasCr;
    private boolean ended;

    PairReader(InputStream in, long position, Encoding encoding) {
        super(in, position);
        this.base = position;
        this.encoding = encoding;
    }

    @Override
    long position() {
        return base + at;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        while (limit - at < 2 && !ended) {
            fill();
        }
        int written = offset;
        for (; written < offset + length && limit - at >= 2; written++) {
            target[written] = next();
        }
        if (written == offset && at < limit) {
            // Half a unit at the end of the file.
            at = limit;
            target[written++] = REPLACEMENT;
        }
        return written == offset ? -1 : written - offset;
    }

    private char next() {
        char unit = (char) encoding.unit(bytes[at], bytes[at + 1]);
        if (lastWasCr && unit != '\n') {
            lines.add(base + at);
        }
        at += 2;
        if (unit == '\n') {
            lines.add(base + at);
        }
        lastWasCr = unit == '\r';
        return unit;
    }

    private void fill() throws IOException {
        System.arraycopy(bytes, at, bytes, 0, limit - at);
        base += at;
        limit -= at;
        at = 0;
        int read = readBytes(bytes, limit, bytes.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
        }
    }
}
