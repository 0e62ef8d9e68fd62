package dev.cadenza.platform;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param page zero-based
 * @param size 1 to {@value #MAX_SIZE}
 */
public record PageQuery(int page, int size) {

    public static final int MAX_SIZE = 500;
    public static final int DEFAULT_SIZE = 20;

    /** @throws Rejected naming {@code page} or {@code size} where it is out of range */
    public static PageQuery of(@Nullable Integer page, @Nullable Integer size) {
        int number = page == null ? 0 : page;
        int length = size == null ? DEFAULT_SIZE : size;
        if (number < 0) {
            throw new Rejected(FieldError.of("page", "out-of-range", "The page must be 0 or more."));
        }
        if (length < 1 || length > MAX_SIZE) {
            throw new Rejected(FieldError.of("size", "out-of-range", "The size must be from 1 to " + MAX_SIZE + "."));
        }
        return new PageQuery(number, length);
    }

    public long offset() {
        return (long) page * size;
    }
}
