package dev.cadenza.message;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of set-based statements. Arrays go to the server as text; the statement casts each to its type, as in
 * {@code any(?::uuid[])}.
 */
final class Sql {

    private Sql() {
    }

    static String[] of(Collection<UUID> ids) {
        return column(ids, id -> id);
    }

    static <R> String[] column(Collection<R> rows, Function<? super R, ? extends @Nullable Object> value) {
        String[] column = new String[rows.size()];
        int i = 0;
        for (R row : rows) {
            Object cell = value.apply(row);
            column[i++] = cell == null ? null : cell.toString();
        }
        return column;
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** The order in which the database has UUIDs: by their bytes. Rows are locked in this order wherever several are. */
    static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
