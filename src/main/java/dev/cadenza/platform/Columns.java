package dev.cadenza.platform;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as columns, for statements about many of them ({@code from unnest(?::uuid[], ?::text[])}). A column goes to the
 * server as texts, which the statement casts to its type.
 */
public final class Columns {

    private Columns() {
    }

    /** One value of each row. */
    public static <R> @Nullable String[] column(Collection<R> rows,
            Function<? super R, ? extends @Nullable Object> value) {
        @Nullable String[] column = new String[rows.size()];
        int i = 0;
        for (R row : rows) {
            Object cell = value.apply(row);
            column[i++] = cell == null ? null : cell.toString();
        }
        return column;
    }
}
