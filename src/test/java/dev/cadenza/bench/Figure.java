package dev.cadenza.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the table that {@link Benchmarks} prints. A benchmark in a process of its own hands its figures on as
 * lines of its output.
 *
 * @param what what was measured
 * @param value the figure with its unit
 * @param yardstick what it is compared with and that one's figure; empty where there is nothing to compare
 * @param ratio the comparison as the target reads it; NaN where there is none
 * @param target what the ratio or figure should be; empty where none was set
 * @param met whether it is; of no meaning without a target
 */
record Figure(String what, String value, String yardstick, double ratio, String target, boolean met) {

    private static final String MARK = "@figure ";
    private static final String SEPARATOR = " | ";

    /** A figure with nothing to compare it with. */
    static Figure alone(String what, String format, Object... values) {
        return new Figure(what, String.format(Locale.ENGLISH, format, values), "", Double.NaN, "", true);
    }

    static Figure atLeast(String what, String value, String yardstick, double ratio, double target) {
        return new Figure(what, value, yardstick, ratio, "at least " + target, ratio >= target);
    }

    static Figure atMost(String what, String value, String yardstick, double ratio, double target) {
        return new Figure(what, value, yardstick, ratio, "at most " + target, ratio <= target);
    }

    void print() {
        System.out.println(MARK + String.join(SEPARATOR, what, value, yardstick, Double.toString(ratio), target,
                Boolean.toString(met)));
    }

    static Optional<Figure> parse(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        String[] cells = line.substring(MARK.length()).split(" \\| ", -1);
        return Optional.of(new Figure(cells[0], cells[1], cells[2], Double.parseDouble(cells[3]), cells[4],
                Boolean.parseBoolean(cells[5])));
    }

    String ratioText() {
        return Double.isNaN(ratio) ? "" : String.format(Locale.ENGLISH, "%.2f", ratio);
    }

    String verdict() {
        return target.isEmpty() ? "" : met ? "met" : "NOT MET";
    }
}
