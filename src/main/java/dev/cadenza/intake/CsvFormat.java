package dev.cadenza.intake;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.Reader;
import java.util.List;

/**
 * How a file is written.
 *
 * @param delimiter stands between two fields
 * @param headerRow which record is the header, counted from 1 as a spreadsheet shows it (empty lines count)
 * @param columns the header's cells
 * @param dataPosition byte at which the first record after the header begins
 */
record CsvFormat(Encoding encoding, char delimiter, long headerRow, List<String> columns, long dataPosition) {

    /** Characters of the longest field that is read. A longer one is most likely a quotation mark without its partner. */
    static final int MAX_FIELD = 1 << 20;

    CsvFormat {
        columns = List.copyOf(columns);
    }

    /** Lenient about what exports get wrong: rows of unequal length, text after a closing quotation mark. */
    static <T> CsvReader<T> reader(char delimiter, Reader in, CsvCallbackHandler<T> handler) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowExtraCharsAfterClosingQuote(true)
                .allowUnclosedQuote(true)
                .maxBufferSize(MAX_FIELD)
                .build(handler, in);
    }
}
