package dev.cadenza.audience;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** What a condition says about text. */
sealed interface TextClause extends Condition {

    enum Operator { EQUALS, CONTAINS, STARTS_WITH, ENDS_WITH }

    /** @param value folded */
    record Compare(TextOperand operand, Operator operator, String value) implements TextClause {
        public Compare {
            value = Folding.fold(value);
        }

        @Override
        public boolean matches(LeadFacts facts, Instant now) {
            String text = Folding.fold(operand.read(facts));
            return switch (operator) {
                case EQUALS -> text.equals(value);
                case CONTAINS -> text.contains(value);
                case STARTS_WITH -> text.startsWith(value);
                case ENDS_WITH -> text.endsWith(value);
            };
        }

        @Override
        public String expression(ConditionSql sql) {
            String text = ConditionSql.fold(operand.expression(sql));
            String other = sql.bindText(value);
            return switch (operator) {
                case EQUALS -> "(" + text + " = " + other + ")";
                case CONTAINS -> "(strpos(" + text + ", " + other + ") > 0)";
                case STARTS_WITH -> "starts_with(" + text + ", " + other + ")";
                case ENDS_WITH -> "(right(" + text + ", char_length(" + other + ")) = " + other + ")";
            };
        }
    }

    /** @param values folded */
    record OneOf(TextOperand operand, Set<String> values) implements TextClause {
        public OneOf {
            values = values.stream().map(Folding::fold).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public boolean matches(LeadFacts facts, Instant now) {
            return values.contains(Folding.fold(operand.read(facts)));
        }

        @Override
        public String expression(ConditionSql sql) {
            return "(" + ConditionSql.fold(operand.expression(sql)) + " = any(cast("
                    + sql.bind(values.toArray(String[]::new)) + " as text[])))";
        }
    }

    /** Holds where there is no text. */
    record Empty(TextOperand operand) implements TextClause {
        @Override
        public boolean matches(LeadFacts facts, Instant now) {
            return operand.read(facts).isEmpty();
        }

        @Override
        public String expression(ConditionSql sql) {
            return "(" + operand.expression(sql) + " = '')";
        }
    }
}
