package dev.cadenza.platform;

import java.util.Collection;
import java.util.Locale;

/** Words that somebody looks for in names, as patterns of SQL's LIKE over {@code lower(name)}. */
public final class NamePatterns {

    private NamePatterns() {
    }

    /** One pattern a word, each to be found anywhere. */
    public static String[] of(Collection<String> words) {
        return words.stream().map(word -> "%" + word.toLowerCase(Locale.ROOT).replace("\0", "").replace("\\", "\\\\")
                .replace("%", "\\%").replace("_", "\\_") + "%").toArray(String[]::new);
    }
}
