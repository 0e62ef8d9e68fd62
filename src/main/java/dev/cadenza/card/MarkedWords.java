package dev.cadenza.card;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives common words of a country their marks back, which recognizers lose first: names, positions and towns that
 * nobody writes without. A longer word may also have one letter wrong. Words that are not known stay as they were read.
 */
final class MarkedWords {

    private static final Pattern WORD = Pattern.compile("\\p{L}{3,}");
    private static final int LONG_WORD = 7;
    /** Country, then folded word, then the word as it is written. */
    private static final Map<String, Map<String, String>> WORDS = load();

    private MarkedWords() {
    }

    static String mended(String text, Optional<String> country) {
        Map<String, String> words = country.map(WORDS::get).orElse(Map.of());
        if (words.isEmpty()) {
            return text;
        }
        Matcher word = WORD.matcher(text);
        return word.replaceAll(found -> Matcher.quoteReplacement(marked(found.group(), words)));
    }

    private static String marked(String read, Map<String, String> words) {
        String folded = Lexicon.fold(read);
        String written = words.get(folded);
        if (written == null && folded.length() >= LONG_WORD) {
            written = closest(folded, words);
        }
        if (written == null || written.equalsIgnoreCase(read)) {
            return read;
        }
        if (read.equals(read.toUpperCase(Locale.ROOT))) {
            return written.toUpperCase(Locale.ROOT);
        }
        boolean capital = Character.isUpperCase(read.charAt(0));
        return (capital ? written.substring(0, 1).toUpperCase(Locale.ROOT) : written.substring(0,
                1).toLowerCase(Locale.ROOT)) + written.substring(1);
    }

    /** The only one with one letter more, less or other; null where there is none, or there are several. */
    private static @Nullable String closest(String folded, Map<String, String> words) {
        String closest = null;
        for (Map.Entry<String, String> word : words.entrySet()) {
            if (alike(word.getKey(), folded)) {
                if (closest != null) {
                    return null;
                }
                closest = word.getValue();
            }
        }
        return closest;
    }

    /** An ending is not a mistake: a letter more or less is one only within the word. */
    private static boolean alike(String known, String read) {
        int longer = Math.abs(known.length() - read.length());
        return longer <= 1 && Likeness.distance(known, read) == 1 && (longer == 0 || known.charAt(0) == read.charAt(0)
                && known.charAt(known.length() - 1) == read.charAt(read.length() - 1));
    }

    private static Map<String, Map<String, String>> load() {
        Map<String, Map<String, String>> all = new HashMap<>();
        try (InputStream in = MarkedWords.class.getResourceAsStream("/cards/marked-words.txt")) {
            if (in == null) {
                throw new IllegalStateException("The marked words are not on the class path");
            }
            List<String> lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
            for (String line : lines) {
                String[] parts = line.split(":\\s*", 2);
                for (String country : Set.of(parts[0].split(" "))) {
                    Map<String, String> words = all.computeIfAbsent(country, none -> new HashMap<>());
                    for (String word : parts[1].split("\\s+")) {
                        words.put(Lexicon.fold(word), word);
                    }
                }
            }
            return Map.copyOf(all);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
