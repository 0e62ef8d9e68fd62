package dev.cadenza.draft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks templates before anything is written with them. The language is a closed part of Mustache: {@code {{name}}},
 * {@code {{name|fallback}}}, {@code {{#name}}..{{/name}}} (only with a value), {@code {{^name}}..{{/name}}} (only
 * without), {@code {{! comment}}}.
 */
public final class TemplateCheck {

    private TemplateCheck() {
    }

    /**
     * Everything that is wrong; empty where the template can be used.
     *
     * @param subject one line of plain text; null where the channel knows none
     * @param body HTML, or plain text
     * @param knownVariables all names that a variable may have
     */
    public static List<Fault> check(@Nullable String subject, String body, Set<String> knownVariables) {
        LetterCompiler.Outcome outcome = LetterCompiler.compile(subject, body);
        List<Fault> faults = new ArrayList<>(outcome.faults());
        unknown("subject", outcome.subjectVariables(), knownVariables, faults);
        unknown("body", outcome.bodyVariables(), knownVariables, faults);
        return List.copyOf(faults);
    }

    /** Names of all variables of a template, in the order of the text. */
    public static List<String> variables(@Nullable String subject, String body) {
        return LetterCompiler.compile(subject, body).variables();
    }

    private static void unknown(String field, Set<String> used, Set<String> known, List<Fault> faults) {
        for (String name : used) {
            if (!known.contains(name)) {
                faults.add(new Fault(field, "unknown-variable", "There is no variable '" + name + "'."
                        + nearest(name, known).map(near -> " Did you mean '" + near + "'?").orElse("")));
            }
        }
    }

    private static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(plain(name), plain(candidate)) <= Math.max(2, name.length() / 3))
                .min(Comparator.<String>comparingInt(candidate -> distance(plain(name), plain(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _.-]", "");
    }

    /** Levenshtein distance: how many letters must be added, dropped or changed. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
