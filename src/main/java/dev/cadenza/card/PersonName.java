package dev.cadenza.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * First and last name of a name as cards have it: with titles before and degrees after it, particles inside it, and
 * sometimes all in capitals.
 */
record PersonName(@Nullable String first, @Nullable String last) {

    private static final Set<String> PARTICLES = Set.of("af", "al", "av", "bin", "da", "de", "dei", "del", "della",
            "den", "der", "di", "do", "dos", "du", "el", "la", "le", "ten", "ter", "van", "vom", "von", "zu", "zum",
            "zur");

    static PersonName of(String name) {
        List<String> words = new ArrayList<>(Arrays.asList(name.replaceFirst(",.*", "").strip().split("\\s+")));
        words.removeIf(Lexicon::honorific);
        if (words.isEmpty()) {
            return new PersonName(name.strip(), null);
        }
        boolean capitals = name.equals(name.toUpperCase(Locale.ROOT));
        List<String> written = words.stream().map(word -> capitals ? capitalized(word) : word).toList();
        if (written.size() == 1) {
            return new PersonName(written.get(0), null);
        }
        int last = written.size() - 1;
        while (last > 1 && PARTICLES.contains(written.get(last - 1).toLowerCase(Locale.ROOT))) {
            last--;
        }
        return new PersonName(String.join(" ", written.subList(0, last)),
                String.join(" ", written.subList(last, written.size())));
    }

    /** {@code ANNA-LENA} as {@code Anna-Lena}; particles small. */
    private static String capitalized(String word) {
        if (PARTICLES.contains(word.toLowerCase(Locale.ROOT))) {
            return word.toLowerCase(Locale.ROOT);
        }
        return Arrays.stream(word.split("(?<=[-'’])")).map(part -> part.substring(0, 1)
                + part.substring(1).toLowerCase(Locale.ROOT)).collect(Collectors.joining());
    }
}
