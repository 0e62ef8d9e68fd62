package dev.cadenza.assistant;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text from which what was understood is taken away, so that what was not is left. */
final class Spans {

    /** Stands where something was taken; no letter, no space, no punctuation. */
    static final char TAKEN = '\u0001';

    private final StringBuilder rest;

    Spans(String text) {
        this.rest = new StringBuilder(text.replaceAll("\\p{Cntrl}", " "));
    }

    /** Takes every match that {@code meaning} makes something of; where it gives null the words stay. */
    <T> List<T> take(Pattern pattern, Function<MatchResult, @Nullable T> meaning) {
        List<T> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(rest.toString());
        while (matcher.find()) {
            T meant = matcher.end() == matcher.start() ? null : meaning.apply(matcher.toMatchResult());
            if (meant != null) {
                found.add(meant);
                for (int i = matcher.start(); i < matcher.end(); i++) {
                    rest.setCharAt(i, TAKEN);
                }
            }
        }
        return found;
    }

    String rest() {
        return rest.toString();
    }
}
