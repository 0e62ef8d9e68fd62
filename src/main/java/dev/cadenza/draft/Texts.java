package dev.cadenza.draft;

import dev.cadenza.problem.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks of texts that come with requests. */
final class Texts {

    private Texts() {
    }

    /** The text without blanks at its ends; null where nothing is left. Reports what can't be kept. */
    static @Nullable String clean(String field, @Nullable String text, int max, List<FieldError> errors) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!dev.cadenza.lead.PlainText.storable(text)) {
            errors.add(FieldError.of(field, "invalid", "The text holds characters that can't be stored."));
            return null;
        }
        if (text.strip().length() > max) {
            errors.add(FieldError.of(field, "too-long", "The text may have at most " + max + " characters."));
            return null;
        }
        return text.strip();
    }

    /** Matches texts that contain {@code words}, for {@code like .. escape '\'}. */
    static String likeAnywhere(@Nullable String words) {
        return words == null ? "%" : "%" + words.strip().replace("\0", "").replace("\\", "\\\\").replace("%", "\\%")
                .replace("_", "\\_") + "%";
    }
}
