package dev.cadenza.audience;

import java.time.Instant;

/** Holds for leads whose {@code stoppedAutomation} has this value. */
record FlagClause(boolean value) implements Condition {

    @Override
    public boolean matches(LeadFacts facts, Instant now) {
        return facts.lead().stoppedAutomation() == value;
    }

    @Override
    public String expression(ConditionSql sql) {
        return value ? "l.stopped_automation" : "(not l.stopped_automation)";
    }
}
