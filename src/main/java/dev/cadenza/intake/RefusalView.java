package dev.cadenza.intake;

import java.util.Map;

/**
 * Why a row was refused, or a value of it left out.
 *
 * @param row its number as a spreadsheet counts
 * @param field field of a lead, heading of a column, or {@code row}
 * @param code stable word for programs
 * @param rowRefused false where the row was imported without the value
 * @param raw the row as it stands in the file, by heading
 */
record RefusalView(long row, String field, String code, String reason, boolean rowRefused, Map<String, String> raw) {
}
