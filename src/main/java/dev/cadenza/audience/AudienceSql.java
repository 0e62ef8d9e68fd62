package dev.cadenza.audience;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A query for the ids of leads, with named parameters.
 *
 * @param sql begins with {@code select l.id from ... lead l} and ends inside its {@code where} clause, so that it can
 *     stand in parentheses as a subquery, and {@code and l.id > :after order by l.id limit :n} can be added to it
 * @param params values of the parameters, all named {@code audience...}
 */
public record AudienceSql(String sql, Map<String, Object> params) {

    public AudienceSql {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
    }

    /** The same leads with one more column. */
    String withColumn(String expression, String name) {
        return "select l.id, " + expression + " as " + name + sql.substring("select l.id".length());
    }
}
