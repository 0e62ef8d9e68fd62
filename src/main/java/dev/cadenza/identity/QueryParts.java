package dev.cadenza.identity;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.Direction;
import org.camunda.bpm.engine.impl.Page;
import org.camunda.bpm.engine.impl.QueryOrderingProperty;
import org.camunda.bpm.engine.query.QueryProperty;
import org.jspecify.annotations.Nullable;

/** Filters, order and pages of the engine's identity queries, over lists that are short. */
final class QueryParts {

    private QueryParts() {
    }

    /** True where nothing is asked for, or {@code value} is what is asked for. */
    static boolean equal(@Nullable String wanted, @Nullable String value) {
        return wanted == null || wanted.equals(value);
    }

    /** SQL's LIKE without regard to case; true where nothing is asked for. */
    static boolean like(@Nullable String pattern, @Nullable String value) {
        if (pattern == null) {
            return true;
        }
        if (value == null) {
            return false;
        }
        StringBuilder regex = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL)
                .matcher(value).matches();
    }

    static <T> List<T> ordered(Stream<T> found, List<QueryOrderingProperty> orderings,
            Map<QueryProperty, Function<T, @Nullable String>> readers, @Nullable Page page) {
        Comparator<T> order = (a, b) -> 0;
        for (QueryOrderingProperty ordering : orderings) {
            Function<T, @Nullable String> reader = readers.get(ordering.getQueryProperty());
            if (reader != null) {
                Comparator<T> next = Comparator.comparing(value -> String.valueOf(reader.apply(value)),
                        String.CASE_INSENSITIVE_ORDER);
                order = order.thenComparing(ordering.getDirection() == Direction.DESCENDING ? next.reversed() : next);
            }
        }
        Stream<T> sorted = found.sorted(order);
        return page == null ? sorted.toList()
                : sorted.skip(page.getFirstResult()).limit(page.getMaxResults()).toList();
    }
}
