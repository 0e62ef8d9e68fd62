package dev.cadenza.audience;

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
        BigDecimal number = operand.read(facts);
        return number != null && operator.holds(number.compareTo(value));
    }

    @Override
    public String expression(ConditionSql sql) {
        return "coalesce(" + operand.expression(sql) + " " + operator.sql + " cast(" + sql.bind(value)
                + " as numeric), false)";
    }

    /** Where a condition finds a number. */
    sealed interface Operand {

        @Nullable BigDecimal read(LeadFacts facts);

        String expression(ConditionSql sql);
    }

    record Score() implements Operand {
        @Override
        public BigDecimal read(LeadFacts facts) {
            return BigDecimal.valueOf(facts.lead().score());
        }

        @Override
        public String expression(ConditionSql sql) {
            return "l.score";
        }
    }

    /** A value that is a number or is text that reads as one, since imported cells are always text. */
    record Read(TextOperand operand) implements Operand {

        private static final String NUMBER = "-?[0-9]+(\\.[0-9]+)?";
        /** Checked apart: PostgreSQL takes five times as long for a pattern that counts its digits. */
        private static final int MAX_LENGTH = 62;
        private static final Pattern PATTERN = Pattern.compile(NUMBER);

        @Override
        public @Nullable BigDecimal read(LeadFacts facts) {
            String text = operand.read(facts);
            return text.length() <= MAX_LENGTH && PATTERN.matcher(text).matches() ? new BigDecimal(text) : null;
        }

        @Override
        public String expression(ConditionSql sql) {
            String text = operand.expression(sql);
            return "(case when char_length(" + text + ") <= " + MAX_LENGTH + " and " + text + " ~ "
                    + sql.bindText("^" + NUMBER + "$") + " then cast(" + text + " as numeric) end)";
        }
    }
}
