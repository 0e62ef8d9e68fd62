package dev.cadenza.intake;

/**
 * Cells that a spreadsheet would take for a formula are written with an apostrophe before them (OWASP, CSV injection),
 * and read without it.
 */
final class Formulas {

    private static final String TRIGGERS = "=+-@\t\r\n";

    private Formulas() {
    }

    static String guard(String cell) {
        return triggers(cell, 0) || guarded(cell) ? "'" + cell : cell;
    }

    /** True where the cell has an apostrophe before what would be a formula. */
    static boolean guarded(String cell) {
        int i = 0;
        while (i < cell.length() && cell.charAt(i) == '\'') {
            i++;
        }
        return i > 0 && triggers(cell, i);
    }

    private static boolean triggers(String cell, int at) {
        return at < cell.length() && TRIGGERS.indexOf(cell.charAt(at)) >= 0;
    }
}
