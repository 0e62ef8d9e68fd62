package dev.cadenza.audience;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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
        return of.stream().map(sql::isMember).collect(Collectors.joining(" or ", "(", ")"));
    }

    @Override
    public void collectLists(Set<UUID> lists) {
        lists.addAll(of);
    }
}
