package dev.cadenza.audience;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Holds for members of at least one of these lists. */
record MemberClause(List<UUID> of) implements Condition {

    MemberClause {
        of = List.copyOf(of);
    }

    @Override
    public boolean matches(LeadFacts facts, Instant now) {
        return of.stream().anyMatch(facts.lists()::contains);
    }

    @Override
    public String expression(ConditionSql sql) {
        String lists = of.size() == 1 ? "= " + sql.bind(of.get(0))
                : "= any(cast(" + sql.bind(of.toArray(UUID[]::new)) + " as uuid[]))";
        return "exists (select 1 from lead_list_member m where m.list_id " + lists + " and m.lead_id = l.id)";
    }

    @Override
    public void collectLists(Set<UUID> lists) {
        lists.addAll(of);
    }
}
