package dev.cadenza.intake;

import java.util.Arrays;

/**
 * The byte positions at which the lines of a file begin, from the line that is read now on. A line ends with LF, CR or
 * CR LF, within quotation marks too; lines are numbered from 1 for the first line that was added.
 */
final class LineStarts {

    private long[] positions = new long[4096];
    private long firstLine = 1;
    private int from;
    private int to;

    void add(long position) {
        if (to == positions.length) {
            int length = to - from;
            long[] target = length > positions.length / 2 ? new long[positions.length * 2] : positions;
            System.arraycopy(positions, from, target, 0, length);
            positions = target;
            from = 0;
            to = length;
        }
        positions[to++] = position;
    }

    boolean knows(long line) {
        return line >= firstLine && line - firstLine < to - from;
    }

    long position(long line) {
        if (!knows(line)) {
            throw new IllegalArgumentException("Line " + line + " is not known: " + firstLine + " to "
                    + (firstLine + to - from - 1) + " are");
        }
        return positions[from + (int) (line - firstLine)];
    }

    /** Lines before this one will not be asked for any more. */
    void forgetBefore(long line) {
        int lines = (int) Math.min(line - firstLine, to - from);
        if (lines > 0) {
            from += lines;
            firstLine += lines;
        }
    }

    @Override
    public String toString() {
        return firstLine + ": " + Arrays.toString(Arrays.copyOfRange(positions, from, Math.min(to, from + 10)));
    }
}
