package dev.cadenza.activity;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for; null takes all.
 *
 * @param actor an e-mail address, or {@value #BY_ITSELF} for what processes did
 * @param from the first moment
 * @param to the first moment after
 * @param users false leaves out what was done to users, which only administrators may see
 */
record ActivityFilter(List<String> actions, @Nullable String entityType, @Nullable UUID entityId,
        @Nullable String actor, @Nullable Instant from, @Nullable Instant to, boolean users) {

    static final String BY_ITSELF = "system";

    /** A condition with the values of its placeholders. */
    record Where(String sql, List<Object> values) {
    }

    static List<String> actions(@Nullable List<String> words) {
        if (words == null) {
            return List.of();
        }
        return words.stream().map(word -> Action.of(word).map(Action::word).orElseThrow(() -> new Rejected(
                FieldError.of("action", "unknown", "'" + word + "' is no action of the log.")))).toList();
    }

    Where where() {
        StringBuilder sql = new StringBuilder(" where true");
        List<Object> values = new ArrayList<>();
        add(sql, values, " and action = any(?)", actions.isEmpty() ? null : actions.toArray(String[]::new));
        add(sql, values, " and entity_type = ?", entityType);
        add(sql, values, " and entity_id = ?", entityId);
        if (BY_ITSELF.equalsIgnoreCase(actor)) {
            sql.append(" and actor is null");
        } else {
            add(sql, values, " and actor = ?", actor == null ? null : actor.strip().toLowerCase(Locale.ROOT));
        }
        add(sql, values, " and at >= ?", from == null ? null : Timestamp.from(from));
        add(sql, values, " and at < ?", to == null ? null : Timestamp.from(to));
        if (!users) {
            sql.append(" and entity_type <> 'user'");
        }
        return new Where(sql.toString(), values);
    }

    private static void add(StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }
}
