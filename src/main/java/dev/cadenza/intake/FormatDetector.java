package dev.cadenza.intake;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.cadenza.problem.Rejected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how a file is written from its beginning: delimiter and header, by reading it with each delimiter and
 * taking the one that gives the most headings that are known, then the most records of one length.
 */
final class FormatDetector {

    /** Bytes of a file that are looked at. */
    static final int HEAD = 1 << 20;

    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int RECORDS = 60;
    private static final String EXCEL_HINT = "sep=";

    private final byte[] head;
    private final int length;
    private final Encoding encoding;
    private final int mark;
    private final Set<String> wanted;

    private FormatDetector(byte[] head, int length, boolean utf8, Set<String> wanted) {
        FileKind kind = new FileKind(head, length);
        this.head = head;
        this.length = length;
        this.encoding = kind.encoding(utf8);
        this.mark = kind.markLength();
        this.wanted = wanted;
    }

    /** One way to read the file. */
    private record Candidate(char delimiter, CsvProbe probe, List<CsvProbe.Probed> records, int header, int known,
            int sameLength) {

        boolean betterThan(@Nullable Candidate other) {
            if (other == null) {
                return true;
            }
            int columns = records.get(header).cells().size();
            int otherColumns = other.records.get(other.header).cells().size();
            return known != other.known ? known > other.known
                    : columns > 1 != otherColumns > 1 ? columns > 1
                    : sameLength != other.sameLength ? sameLength > other.sameLength : columns > otherColumns;
        }
    }

    /**
     * @param head the file's beginning, {@code length} bytes of it
     * @param utf8 true where the whole file is well-formed UTF-8
     * @param wanted headings that somebody asked for
     * @throws Rejected where the file is empty or no text
     */
    static CsvFormat detect(byte[] head, int length, boolean utf8, Set<String> wanted) {
        return new FormatDetector(head, length, utf8, wanted).detect();
    }

    private CsvFormat detect() {
        Candidate best = null;
        for (char delimiter : DELIMITERS) {
            Candidate candidate = candidate(delimiter);
            if (candidate != null && candidate.betterThan(best)) {
                best = candidate;
            }
        }
        if (best == null) {
            throw FileKind.bad("empty", "The file has no rows.");
        }
        CsvProbe.Probed header = best.records.get(best.header);
        return new CsvFormat(encoding, best.delimiter, header.number(), cleaned(header.cells()),
                best.probe.end(header, length));
    }

    private @Nullable Candidate candidate(char delimiter) {
        PositionedReader reader = PositionedReader.of(new ByteArrayInputStream(head, mark, length - mark), mark,
                encoding);
        CsvProbe probe = new CsvProbe(reader.lines());
        List<CsvProbe.Probed> records = records(delimiter, reader, probe);
        if (records.isEmpty()) {
            return null;
        }
        String first = records.get(0).cells().get(0);
        if (first.startsWith(EXCEL_HINT) && first.length() == EXCEL_HINT.length() + 1
                && first.charAt(EXCEL_HINT.length()) != delimiter) {
            return null;
        }
        int usual = usualLength(records);
        int header = -1;
        int known = -1;
        for (int i = 0; i < records.size(); i++) {
            int score = score(records.get(i).cells());
            if (score > known) {
                header = i;
                known = score;
            }
        }
        if (known == 0) {
            header = firstOfLength(records, usual);
        }
        int same = (int) records.stream().filter(r -> r.cells().size() == usual).count();
        return new Candidate(delimiter, probe, records, header, known, usual > 1 ? same : 0);
    }

    private int score(List<String> cells) {
        int asked = (int) cells.stream().filter(cell -> wanted.contains(cell.strip())).count();
        return asked * 100 + ColumnRecognizer.known(cells);
    }

    private static int usualLength(List<CsvProbe.Probed> records) {
        Map<Integer, Integer> counts = new HashMap<>();
        records.forEach(record -> counts.merge(record.cells().size(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow().getKey();
    }

    private static int firstOfLength(List<CsvProbe.Probed> records, int length) {
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).cells().size() == length) {
                return i;
            }
        }
        return 0;
    }

    /** The first records that are not blank. */
    private static List<CsvProbe.Probed> records(char delimiter, PositionedReader reader, CsvProbe probe) {
        List<CsvProbe.Probed> records = new ArrayList<>();
        try (CsvReader<CsvProbe.Probed> csv = CsvFormat.reader(delimiter, reader, probe)) {
            Iterator<CsvProbe.Probed> all = csv.iterator();
            while (records.size() < RECORDS && all.hasNext()) {
                CsvProbe.Probed record = all.next();
                if (!record.blank()) {
                    records.add(record);
                }
            }
            // One more, so that the end of the last one is known.
            all.hasNext();
        } catch (CsvParseException tooLong) {
            return records;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return records;
    }

    private static List<String> cleaned(List<String> cells) {
        return cells.stream().map(cell -> {
            String text = cell.replace("\0", "").strip();
            return Formulas.guarded(text) ? text.substring(1) : text;
        }).toList();
    }
}
