package dev.cadenza.audience;

import dev.cadenza.lead.LeadProfile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a condition says about a number; it does not hold where there is none. */
record NumberClause(Operand operand, Operator operator, BigDecimal value) implements Condition {

    enum Operator {
        EQUALS("="), GREATER_THAN(">"), GREATER_OR_EQUAL(">="), LESS_THAN("<"), LESS_OR_EQUAL("<=");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        boolean holds(int comparison) {
            return switch (this) {
                case EQUALS -> comparison == 0;
                case GREATER_THAN -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
                case LESS_THAN -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
            };
        }
    }

    @Override
    public boolean matches(LeadFacts facts, Instant now) {
        BigDecimal number = operand.read(facts.lead());
        return number != null && operator.holds(number.compareTo(value));
    }

    @Override
    public String expression(ConditionSql sql) {
        return "coalesce(" + operand.expression(sql) + " " + operator.sql + " cast(" + sql.bind(value)
                + " as numeric), false)";
    }

    /** Where a condition finds a number. */
    sealed interface Operand {

        @Nullable BigDecimal read(LeadProfile lead);

        String expression(ConditionSql sql);
    }

    record Score() implements Operand {
        @Override
        public BigDecimal read(LeadProfile lead) {
            return BigDecimal.valueOf(lead.score());
        }

        @Override
        public String expression(ConditionSql sql) {
            return "l.score";
        }
    }

    /** An attribute that is a number or is text that reads as one, since imported cells are always text. */
    record Attribute(TextOperand.Attribute attribute) implements Operand {

        private static final String NUMBER = "-?[0-9]+(\\.[0-9]+)?";
        /** Checked apart: PostgreSQL takes five times as long for a pattern that counts its digits. */
        private static final int MAX_LENGTH = 62;
        private static final Pattern PATTERN = Pattern.compile(NUMBER);

        @Override
        public @Nullable BigDecimal read(LeadProfile lead) {
            String text = attribute.read(lead);
            return text.length() <= MAX_LENGTH && PATTERN.matcher(text).matches() ? new BigDecimal(text) : null;
        }

        @Override
        public String expression(ConditionSql sql) {
            String text = attribute.expression(sql);
            return "(case when char_length(" + text + ") <= " + MAX_LENGTH + " and " + text + " ~ "
                    + sql.bindText("^" + NUMBER + "$") + " then cast(" + text + " as numeric) end)";
        }
    }
}
