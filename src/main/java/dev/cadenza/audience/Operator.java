package dev.cadenza.audience;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The operators of the condition language, by the kinds of fields that they fit. */
enum Operator {
    EQUALS("equals"), NOT_EQUALS("notEquals"), CONTAINS("contains"), STARTS_WITH("startsWith"), ENDS_WITH("endsWith"),
    IN("in"), NOT_IN("notIn"), GREATER_THAN("greaterThan"), GREATER_OR_EQUAL("greaterOrEqual"), LESS_THAN("lessThan"),
    LESS_OR_EQUAL("lessOrEqual"), IS_EMPTY("isEmpty"), IS_NOT_EMPTY("isNotEmpty"), BEFORE("before"), AFTER("after"),
    WITHIN_LAST("withinLast");

    static final Set<Operator> TEXT = EnumSet.of(EQUALS, NOT_EQUALS, CONTAINS, STARTS_WITH, ENDS_WITH, IN, NOT_IN,
            IS_EMPTY, IS_NOT_EMPTY);
    static final Set<Operator> COMPARISON = EnumSet.of(GREATER_THAN, GREATER_OR_EQUAL, LESS_THAN, LESS_OR_EQUAL);
    static final Set<Operator> NUMBER = EnumSet.of(EQUALS, NOT_EQUALS, IN, NOT_IN, GREATER_THAN, GREATER_OR_EQUAL,
            LESS_THAN, LESS_OR_EQUAL);
    static final Set<Operator> ATTRIBUTE = union(TEXT, COMPARISON);
    static final Set<Operator> FLAG = EnumSet.of(EQUALS, NOT_EQUALS);
    static final Set<Operator> TIME = EnumSet.of(BEFORE, AFTER, WITHIN_LAST, IS_EMPTY, IS_NOT_EMPTY);
    static final Set<Operator> LIST = EnumSet.of(IN, NOT_IN);

    private static final Set<Operator> NEGATIVE = EnumSet.of(NOT_EQUALS, NOT_IN, IS_NOT_EMPTY);

    private final String word;

    Operator(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** True where it holds exactly where its {@link #positive} does not. */
    boolean negative() {
        return NEGATIVE.contains(this);
    }

    Operator positive() {
        return switch (this) {
            case NOT_EQUALS -> EQUALS;
            case NOT_IN -> IN;
            case IS_NOT_EMPTY -> IS_EMPTY;
            default -> this;
        };
    }

    boolean takesValue() {
        return positive() != IS_EMPTY;
    }

    static Optional<Operator> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }

    static String words(Collection<Operator> operators) {
        return operators.stream().sorted().map(Operator::word).collect(Collectors.joining(", "));
    }

    private static Set<Operator> union(Set<Operator> some, Set<Operator> others) {
        Set<Operator> all = EnumSet.copyOf(some);
        all.addAll(others);
        return all;
    }
}
