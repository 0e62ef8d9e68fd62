package dev.cadenza.hook;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Our own ids as providers give them back. */
final class Ours {

    private Ours() {
    }

    /** Null where the text is no id. */
    static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text.strip());
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }
}
