package dev.cadenza.intake;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import dev.cadenza.lead.LeadStatus;
import dev.cadenza.lead.LeadValues;
import dev.cadenza.problem.FieldError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the parser's cells into rows of a {@link Chunk} without making a string of any cell that is plain. A row with
 * neither an e-mail address nor a phone number is refused; any other bad value is left out and noted.
 */
final class RowEncoder extends AbstractBaseCsvCallbackHandler<Boolean> {

    /** Where an id's first byte lies in a row: after the number of fields and the field's length. */
    static final int ID_OFFSET = 6;
    private static final int MAX_REASON = 300;

    private final RowLayout layout;
    private final LineStarts lines;
    private final ChunkSink sink;
    private final CellEncoder cells;
    private final AttributesEncoder attributes = new AttributesEncoder();
    private final List<String> headings;
    private final @Nullable String[] gathered;
    private final Target[] lateTargets;
    private final int[][] lateColumns;
    private final String source;

    private Chunk chunk;
    private RowBuffer out;
    private long row;
    private long position;
    private int start;
    private int directs;
    private boolean open;
    private boolean blank;
    private boolean stopped;
    private final List<FieldError> problems = new ArrayList<>();

    /** Takes full chunks. */
    interface ChunkSink {

        /** @return an empty chunk for the rows that follow; null where no more are wanted */
        @Nullable Chunk next(Chunk full);
    }

    /**
     * @param first takes the first rows
     * @param row number of the last record before them
     */
    RowEncoder(ImportBatch batch, RowLayout layout, LineStarts lines, Chunk first, long row, @Nullable String region,
            ChunkSink sink) {
        this.layout = layout;
        this.lines = lines;
        this.sink = sink;
        this.headings = batch.columns();
        this.gathered = new String[layout.columns()];
        this.lateTargets = layout.late().keySet().toArray(Target[]::new);
        this.lateColumns = layout.late().values().stream()
                .map(columns -> columns.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
        this.source = batch.source();
        this.chunk = first;
        this.out = first.rows;
        this.cells = new CellEncoder(out, region);
        this.row = row;
    }

    boolean stopped() {
        return stopped;
    }

    Chunk chunk() {
        return chunk;
    }

    /** Number of the record that was read last. */
    long row() {
        return row;
    }

    @Override
    protected void handleBegin(long line) {
        open = false;
    }

    @Override
    protected void handleEmpty() {
        openRow();
    }

    @Override
    protected void handleField(int column, char[] buffer, int offset, int length, boolean quoted) {
        if (!open) {
            openRow();
        }
        if (stopped || column >= layout.columns()) {
            return;
        }
        blank &= length == 0;
        Target target = layout.direct(column);
        if (target != null) {
            cells.put(target, buffer, offset, length);
            directs++;
            keep(cells.problem());
        } else if (length > 0) {
            byte[] key = layout.attributeKey(column);
            if (key != null) {
                keep(attributes.put(key, headings.get(column), buffer, offset, length));
            } else if (layout.gathers(column)) {
                gathered[column] = new String(buffer, offset, length);
            }
        }
    }

    /** The first cell of a record is there, so that its line is known to the reader. */
    private void openRow() {
        open = true;
        long line = getStartingLineNumber();
        position = lines.position(line);
        lines.forgetBefore(line);
        if (chunk.full() && !stopped) {
            finish(position);
        }
        if (stopped) {
            return;
        }
        row++;
        start = out.length();
        out.putShort(layout.copyColumns().size());
        out.putInt(16);
        out.putLong(0);
        out.putLong(0);
        directs = 0;
        attributes.clear();
        blank = true;
        cells.keys().clear();
        if (!problems.isEmpty()) {
            problems.clear();
        }
    }

    /** Hands the chunk over; it holds all rows before {@code end}. */
    void finish(long end) {
        chunk.toPosition = end;
        chunk.toRow = row;
        Chunk next = sink.next(chunk);
        if (next == null) {
            stopped = true;
            return;
        }
        next.begin(end);
        chunk = next;
        out = next.rows;
        cells.writeTo(out);
    }

    /**
     * Refuses the record that the parser gave up on.
     *
     * @return where the next line begins, from which reading can go on; -1 where no more rows are wanted
     */
    long refuseUnreadable(PositionedReader reader) throws IOException {
        long line = getStartingLineNumber();
        if (!open) {
            openRow();
        }
        if (stopped) {
            return -1;
        }
        out.cutTo(start);
        chunk.read++;
        chunk.refused++;
        chunk.notes.add(new Chunk.Note(row, position, "row", "unreadable", "A field is longer than "
                + CsvFormat.MAX_FIELD + " characters. Most likely a quotation mark in this row is never closed.",
                true));
        return reader.lineAfter(line);
    }

    private void keep(@Nullable FieldError problem) {
        if (problem != null) {
            problems.add(problem);
        }
    }

    @Override
    protected Boolean buildRecord() {
        if (!open || stopped) {
            return Boolean.FALSE;
        }
        if (blank) {
            out.cutTo(start);
            return Boolean.TRUE;
        }
        for (int missing = directs; missing < layout.directs(); missing++) {
            out.putInt(RowBuffer.NULL);
        }
        putLate();
        chunk.read++;
        if (cells.keys().none()) {
            refuse();
            return Boolean.TRUE;
        }
        if (layout.hasAttributes()) {
            attributes.writeTo(out);
        }
        chunk.add(row, position, start, cells.keys());
        if (!problems.isEmpty()) {
            problems.forEach(problem -> note(problem, false));
            chunk.valuesLeft += problems.size();
        }
        return Boolean.TRUE;
    }

    private void refuse() {
        out.cutTo(start);
        chunk.refused++;
        FieldError reason = problems.stream().filter(p -> p.field().equals("email")).findFirst()
                .or(() -> problems.stream().filter(p -> p.field().equals("phone")).findFirst())
                .orElseGet(() -> FieldError.of("email", "no-address",
                        "The row has neither an e-mail address nor a phone number."));
        note(reason, true);
    }

    private void note(FieldError problem, boolean rowRefused) {
        String reason = problem.message().replace("\0", "");
        chunk.notes.add(new Chunk.Note(row, position, problem.field(), problem.code(),
                reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason, rowRefused));
    }

    private void putLate() {
        FullName name = FullName.split(layout.fullName() < 0 ? null : gathered[layout.fullName()]);
        for (int i = 0; i < lateTargets.length; i++) {
            Target target = lateTargets[i];
            String value = firstUsable(target, lateColumns[i]);
            cells.putValue(target, value != null ? value : initial(target, name));
        }
        Arrays.fill(gathered, null);
    }

    private @Nullable String firstUsable(Target target, int[] columns) {
        FieldError problem = null;
        for (int column : columns) {
            String cell = gathered[column];
            if (cell != null) {
                LeadValues.Checked checked = cells.check(target, cell);
                if (checked.value() != null) {
                    return checked.value();
                }
                problem = checked.error() != null ? checked.error() : problem;
            }
        }
        keep(problem);
        return null;
    }

    private @Nullable String initial(Target target, FullName name) {
        return switch (target) {
            case SOURCE -> source;
            case STATUS -> LeadStatus.NEW.name();
            case FIRST_NAME -> nameOf(target, name.first());
            case LAST_NAME -> nameOf(target, name.last());
            default -> null;
        };
    }

    private @Nullable String nameOf(Target target, @Nullable String part) {
        if (part == null) {
            return null;
        }
        LeadValues.Checked checked = cells.check(target, part);
        keep(checked.error());
        return checked.value();
    }
}
