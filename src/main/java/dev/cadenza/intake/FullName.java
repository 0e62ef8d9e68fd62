package dev.cadenza.intake;

import dev.cadenza.lead.PlainText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two parts of a name that is written in one: {@code Anna von der Leyen}, {@code Leyen, Anna von der}. The last
 * name is the last word with the particles before it; a single word is a first name.
 */
record FullName(@Nullable String first, @Nullable String last) {

    private static final FullName NONE = new FullName(null, null);
    private static final Set<String> PARTICLES = Set.of("af", "al", "av", "bin", "da", "de", "dei", "del", "della",
            "den", "der", "di", "do", "dos", "du", "el", "la", "le", "ten", "ter", "van", "vom", "von", "zu", "zum",
            "zur");

    static FullName split(@Nullable String cell) {
        String name = cell == null ? "" : PlainText.trim(cell.replace("\0", ""));
        if (name.isEmpty()) {
            return NONE;
        }
        int comma = name.indexOf(',');
        if (comma > 0 && comma < name.length() - 1) {
            return new FullName(name.substring(comma + 1).strip(), name.substring(0, comma).strip());
        }
        String[] words = name.split("\\s+");
        if (words.length == 1) {
            return new FullName(name, null);
        }
        int last = words.length - 1;
        while (last > 1 && PARTICLES.contains(words[last - 1].toLowerCase(Locale.ROOT))) {
            last--;
        }
        return new FullName(join(words, 0, last), join(words, last, words.length));
    }

    private static String join(String[] words, int from, int to) {
        return String.join(" ", Arrays.asList(words).subList(from, to));
    }
}
