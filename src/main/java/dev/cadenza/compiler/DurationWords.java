package dev.cadenza.compiler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations as people say them: {@code P3D} is "3 days", {@code PT36H} "1 day 12 hours". */
public final class DurationWords {

    private DurationWords() {
    }

    /** Days, hours, minutes and seconds, those that are not zero; fractions of a second are left out. */
    public static String of(Duration duration) {
        List<String> words = new ArrayList<>();
        add(words, duration.toDaysPart(), "day");
        add(words, duration.toHoursPart(), "hour");
        add(words, duration.toMinutesPart(), "minute");
        add(words, duration.toSecondsPart(), "second");
        return words.isEmpty() ? "0 seconds" : String.join(" ", words);
    }

    private static void add(List<String> words, long count, String unit) {
        if (count != 0) {
            words.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }
}
