package dev.cadenza.audience;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list of leads. Equal leads are ordered by id, so that pages neither repeat nor skip any.
 *
 * @param key SQL expression over {@code lead l}; one of ours, never text of a user's
 * @param direction what follows it in {@code order by}
 * @param idDirection the same for the id
 */
record LeadOrder(String key, String direction, String idDirection) {

    static final LeadOrder BY_ID = new LeadOrder("l.id", "asc", "asc");

    private static final Map<String, String> FIELDS = Map.of(
            "createdAt", "l.id", "updatedAt", "l.updated_at", "email", "l.email",
            "firstName", ConditionSql.fold("l.first_name"), "lastName", ConditionSql.fold("l.last_name"),
            "company", ConditionSql.fold("l.company"), "status", "l.status", "score", "l.score");

    /**
     * @param sort a field name, or one with {@code ,asc} or {@code ,desc}; null for the newest first
     * @throws Rejected naming {@code sort}
     */
    static LeadOrder parse(@Nullable String sort) {
        String[] parts = (sort == null ? "createdAt,desc" : sort).split(",", -1);
        String expression = FIELDS.get(parts[0]);
        String direction = parts.length == 1 ? "asc" : parts[1];
        if (expression == null || parts.length > 2 || !direction.equals("asc") && !direction.equals("desc")) {
            throw new Rejected(FieldError.of("sort", "invalid", "The sort is one of " + String.join(", ",
                    new TreeSet<>(FIELDS.keySet())) + ", followed by ,asc or ,desc."));
        }
        boolean always = parts[0].endsWith("At") || parts[0].equals("score") || parts[0].equals("status");
        return new LeadOrder(expression, always ? direction : direction + " nulls last", direction);
    }

    /** The order by clause where {@code key} and {@code id} are the names of columns. */
    String by(String keyColumn, String idColumn) {
        return " order by " + keyColumn + " " + direction + ", " + idColumn + " " + idDirection;
    }
}
