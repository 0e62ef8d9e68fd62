package dev.cadenza.audience;

import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/** The name and the description of a list or a segment. */
record Naming(String name, @Nullable String description) {

    private static final int MAX_NAME = 200;
    private static final int MAX_DESCRIPTION = 2_000;

    /** @throws Rejected naming the field that is missing or bad */
    static Naming of(@Nullable String name, @Nullable String description) {
        List<FieldError> errors = new ArrayList<>();
        String shortName = name == null ? "" : PlainText.trim(name);
        String text = description == null || description.isBlank() ? null : description.strip();
        if (shortName.isEmpty()) {
            errors.add(FieldError.required("name"));
        } else if (shortName.length() > MAX_NAME) {
            errors.add(FieldError.of("name", "too-long", "A name has at most " + MAX_NAME + " characters."));
        } else if (!PlainText.singleLine(shortName)) {
            errors.add(FieldError.of("name", "invalid", "A name holds no control characters."));
        }
        if (text != null && text.length() > MAX_DESCRIPTION) {
            errors.add(FieldError.of("description", "too-long",
                    "A description has at most " + MAX_DESCRIPTION + " characters."));
        } else if (text != null && !PlainText.storable(text)) {
            errors.add(FieldError.of("description", "invalid", "The text holds a character that can't be kept."));
        }
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        return new Naming(shortName, text);
    }

    /**
     * Runs a write that gives this name to a {@code what}. Looks for another with the name first; the unique index
     * decides where two requests do so at the same moment.
     *
     * @param self who has the name already and may keep it
     */
    <T> T unique(String what, @Nullable UUID self, Function<String, Optional<UUID>> holder, Supplier<T> write) {
        holder.apply(name).filter(id -> !id.equals(self)).ifPresent(id -> {
            throw taken(what);
        });
        try {
            return write.get();
        } catch (DataIntegrityViolationException violation) {
            if (String.valueOf(violation.getMostSpecificCause().getMessage()).contains("_name\"")) {
                throw taken(what);
            }
            throw violation;
        }
    }

    private Conflict taken(String what) {
        return new Conflict("name-taken", "There is another " + what + " named '" + name + "'.");
    }
}
