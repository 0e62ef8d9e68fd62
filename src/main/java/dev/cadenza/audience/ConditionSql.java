package dev.cadenza.audience;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Collects the parameters of a condition's SQL. What a user wrote goes through here, never into the text. */
final class ConditionSql {

    /**
     * The case-folding of both interpreters: Unicode's simple lower-case mapping, code point by code point. The
     * collation is the one built into PostgreSQL 17, so the result depends neither on the database's locale nor on the
     * machine; on an older server it is the nearest one that this has.
     */
    private static final String FOLD = "lower(%s collate folding)";

    private static final int MAX_JOINS = 8;

    private final Instant now;
    private final Map<String, Object> params = new LinkedHashMap<>();
    private final Map<UUID, String> joinedLists = new LinkedHashMap<>();
    private final StringBuilder joins = new StringBuilder();

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

    /**
     * Whether the lead is in a list. A join can be hashed however large the list is, also where the statement stands
     * under an {@code or} or a {@code not}, which a subquery there can't; a list has each lead once, so it doubles
     * nobody. A condition that speaks of very many lists looks each of the others up.
     */
    String isMember(UUID listId) {
        if (!joinedLists.containsKey(listId) && joinedLists.size() == MAX_JOINS) {
            return "exists (select 1 from lead_list_member m where m.list_id = " + bind(listId)
                    + " and m.lead_id = l.id)";
        }
        return "(" + joinedLists.computeIfAbsent(listId, this::join) + ".lead_id is not null)";
    }

    private String join(UUID listId) {
        String alias = "in_list_" + joinedLists.size();
        joins.append(" left join lead_list_member ").append(alias).append(" on ").append(alias).append(".list_id = ")
                .append(bind(listId)).append(" and ").append(alias).append(".lead_id = l.id");
        return alias;
    }

    /** Call it last: the where clause brings its joins with it. */
    AudienceSql select(String from, String where) {
        return new AudienceSql("select l.id from " + from + joins + " where " + where, params);
    }
}
