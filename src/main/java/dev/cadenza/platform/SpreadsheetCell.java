package dev.cadenza.platform;

/** Cells of a CSV file that people open as a spreadsheet. */
public final class SpreadsheetCell {

    private static final String TRIGGERS = "=+-@\t\r\n";

    private SpreadsheetCell() {
    }

    /**
     * The cell with an apostrophe before it where a spreadsheet would take it for a formula (OWASP, CSV injection), or where
     * blanks stand before what it would take for one. Characters that no text file should hold are left out.
     */
    public static String of(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}&&[^\\t\\r\\n]]", "");
        String inner = clean.stripLeading();
        boolean formula = !clean.isEmpty() && TRIGGERS.indexOf(clean.charAt(0)) >= 0
                || !inner.isEmpty() && (TRIGGERS.indexOf(inner.charAt(0)) >= 0 || "＝＋－＠".indexOf(inner.charAt(0)) >= 0);
        return formula ? "'" + clean : clean;
    }
}
