package dev.cadenza.compiler;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What people call things. The engine stores names in 255 characters and evaluates those of user tasks. */
final class NameRules {

    private static final int MAX_LENGTH = 200;

    private NameRules() {
    }

    /** @param fault takes the code and the message of each fault */
    static void check(String what, @Nullable String name, BiConsumer<String, String> fault) {
        if (Faults.blank(name)) {
            fault.accept("name-missing", "The " + what + " has no name.");
            return;
        }
        if (name.length() > MAX_LENGTH) {
            fault.accept("name-too-long", "The name of the " + what + " is longer than " + MAX_LENGTH + " characters.");
        }
        if (unprintable(name)) {
            fault.accept("name-unprintable", "The name of the " + what + " holds a line break or another character "
                    + "that can't be shown.");
        }
        if (name.contains("${") || name.contains("#{")) {
            fault.accept("name-expression", "The name of the " + what + " holds ${ or #{, which would be computed and "
                    + "not shown.");
        }
    }

    /** True where a character can't stand in one line of XML 1.0. */
    static boolean unprintable(String text) {
        return text.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0xFFFE || c == 0xFFFF
                || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
