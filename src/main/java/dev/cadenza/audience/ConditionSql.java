package dev.cadenza.audience;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the parameters of a condition's SQL. Everything that a user wrote goes through here, never into the text. */
final class ConditionSql {

    /**
     * The case-folding of both interpreters: Unicode's simple lower-case mapping, code point by code point. The
     * collation is built into PostgreSQL 17, so the result depends neither on the database's locale nor on the machine.
     */
    private static final String FOLD = "lower(%s collate pg_c_utf8)";

    private final Instant now;
    private final Map<String, Object> params = new LinkedHashMap<>();

    ConditionSql(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /** The placeholder of a new parameter. */
    String bind(Object value) {
        String name = "audience" + params.size();
        params.put(name, value);
        return ":" + name;
    }

    String bindText(String value) {
        return "cast(" + bind(value) + " as text)";
    }

    static String fold(String expression) {
        return String.format(FOLD, expression);
    }

    AudienceSql select(String from, String where) {
        return new AudienceSql("select l.id from " + from + " where " + where, params);
    }
}
