package dev.cadenza.intake;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import java.util.ArrayList;
import java.util.List;

/** Reads records as lists of cells, and notes where in the file they begin. */
final class CsvProbe extends AbstractBaseCsvCallbackHandler<CsvProbe.Probed> {

    /** A record with its number, from 1; empty lines count. */
    record Probed(int number, List<String> cells) {

        boolean blank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    private final LineStarts lines;
    private final List<Long> starts = new ArrayList<>();
    private List<String> cells = new ArrayList<>();
    private boolean open;

    CsvProbe(LineStarts lines) {
        this.lines = lines;
    }

    /** The byte at which the record after this one begins; {@code otherwise} where none was read. */
    long end(Probed record, long otherwise) {
        return record.number() < starts.size() ? starts.get(record.number()) : otherwise;
    }

    /** The byte at which a record begins. */
    long start(Probed record) {
        return starts.get(record.number() - 1);
    }

    @Override
    protected void handleBegin(long line) {
        cells = new ArrayList<>();
        open = false;
    }

    @Override
    protected void handleEmpty() {
        openRecord();
    }

    @Override
    protected void handleField(int column, char[] buffer, int offset, int count, boolean quoted) {
        openRecord();
        cells.add(new String(buffer, offset, count));
    }

    private void openRecord() {
        if (!open) {
            open = true;
            starts.add(lines.position(getStartingLineNumber()));
        }
    }

    @Override
    protected Probed buildRecord() {
        return new Probed(starts.size(), cells);
    }
}
