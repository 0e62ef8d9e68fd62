package dev.cadenza.audience;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.problem.Rejected;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A statement about a lead that holds or does not: the closed language of segments and branches, written as JSON:
 * {@code {"all": [..]}}, {@code {"any": [..]}}, {@code {"not": {..}}} or
 * {@code {"field": "company", "operator": "contains", "value": "soft"}}.
 *
 * <p>It is true or false, never unknown: a field without a value is empty text, equals no value, and the negative
 * operators are true where the positive ones are false. Text is compared without regard to case. Two interpreters
 * agree on this: {@link #matches} for one lead in memory and {@link #toSql} for all of them.
 */
public sealed interface Condition permits Condition.All, Condition.Any, Condition.Not, TextClause,
        NumberClause, TimeClause, FlagClause, MemberClause {

    /**
     * Reads a condition from its JSON.
     *
     * @throws Rejected naming the place of every fault, such as {@code condition.all[1].operator}
     */
    static Condition parse(JsonNode json) {
        return ConditionParser.parse(json, ConditionScope.LEAD, "condition");
    }

    /** The same, for a condition that stands at {@code path} in a request. */
    static Condition parse(JsonNode json, String path) {
        return ConditionParser.parse(json, ConditionScope.LEAD, path);
    }

    /** The same, for a condition that may speak of more than the lead. */
    static Condition parse(JsonNode json, ConditionScope scope, String path) {
        return ConditionParser.parse(json, scope, path);
    }

    /** @param now what {@code withinLast} counts back from */
    boolean matches(LeadFacts facts, Instant now);

    /** The truth of this condition as an SQL expression over {@code lead l}; never null. */
    String expression(ConditionSql sql);

    /** Collects the lists that this condition speaks of. */
    default void collectLists(Set<UUID> lists) {
        // Only membership and what is made of other conditions speak of lists.
    }

    /** All leads for which this condition holds. */
    default AudienceSql toSql(Instant now) {
        ConditionSql sql = new ConditionSql(now);
        return sql.select("lead l", expression(sql));
    }

    default Set<UUID> lists() {
        Set<UUID> lists = new HashSet<>();
        collectLists(lists);
        return lists;
    }

    /** Holds where all parts hold; without parts it holds for everybody. */
    record All(List<Condition> parts) implements Condition {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(LeadFacts facts, Instant now) {
            return parts.stream().allMatch(part -> part.matches(facts, now));
        }

        @Override
        public String expression(ConditionSql sql) {
            return parts.isEmpty() ? "true" : parts.stream().map(part -> part.expression(sql))
                    .collect(Collectors.joining(" and ", "(", ")"));
        }

        @Override
        public void collectLists(Set<UUID> lists) {
            parts.forEach(part -> part.collectLists(lists));
        }
    }

    /** Holds where one part holds. */
    record Any(List<Condition> parts) implements Condition {
        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(LeadFacts facts, Instant now) {
            return parts.stream().anyMatch(part -> part.matches(facts, now));
        }

        @Override
        public String expression(ConditionSql sql) {
            return parts.isEmpty() ? "false" : parts.stream().map(part -> part.expression(sql))
                    .collect(Collectors.joining(" or ", "(", ")"));
        }

        @Override
        public void collectLists(Set<UUID> lists) {
            parts.forEach(part -> part.collectLists(lists));
        }
    }

    /** Holds where the part does not. */
    record Not(Condition part) implements Condition {
        @Override
        public boolean matches(LeadFacts facts, Instant now) {
            return !part.matches(facts, now);
        }

        @Override
        public String expression(ConditionSql sql) {
            return "not (" + part.expression(sql) + ")";
        }

        @Override
        public void collectLists(Set<UUID> lists) {
            part.collectLists(lists);
        }
    }
}
