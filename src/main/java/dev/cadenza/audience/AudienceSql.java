package dev.cadenza.audience;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A query for the ids of leads, with named parameters.
 *
 * @param sql begins with {@code select l.id from ... lead l} and ends inside its {@code where} clause, so that it can
 *     stand in parentheses as a subquery, and {@code and ... order by l.id limit :n} can be added to it
 * @param params values of the parameters, all named {@code audience...}
 * @param keys the columns of {@code sql} that hold the lead's id
 */
public record AudienceSql(String sql, Map<String, Object> params, List<String> keys) {

    public AudienceSql {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        keys = List.copyOf(keys);
    }

    AudienceSql(String sql, Map<String, Object> params) {
        this(sql, params, List.of("l.id"));
    }

    /** Those with greater ids. */
    public AudienceSql after(UUID lead) {
        Map<String, Object> bound = new LinkedHashMap<>(params);
        bound.put("audienceAfter", lead);
        // The planner knows that the keys are equal, but does not carry the range of one over to the others.
        String range = keys.stream().map(key -> " and " + key + " > :audienceAfter").collect(Collectors.joining());
        return new AudienceSql(sql + range, bound, keys);
    }

    /** The query for the same leads with one more column. */
    public String withColumn(String expression, String name) {
        return "select l.id, " + expression + " as " + name + sql.substring("select l.id".length());
    }
}
