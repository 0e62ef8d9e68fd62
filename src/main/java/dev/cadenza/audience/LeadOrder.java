package dev.cadenza.audience;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list of leads. Equal leads are ordered by id, so that pages neither repeat nor skip any.
 *
 * @param sql what follows {@code order by}
 */
record LeadOrder(String sql) {

    private static final Map<String, String> FIELDS = Map.of(
            "createdAt", "l.created_at", "updatedAt", "l.updated_at", "email", "l.email",
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
        return new LeadOrder(expression + " " + direction + (always ? "" : " nulls last") + ", l.id " + direction);
    }
}
