package dev.cadenza.draft;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One lead's values while a template is rendered for it, and a note of what was missing. A variable without a value
 * and without a fallback stays in the text as the tag it is, so that nobody overlooks it.
 */
final class LeadValues {

    private final Map<String, Object> values;
    private final Set<String> missing = new LinkedHashSet<>();

    LeadValues(Map<String, Object> values) {
        this.values = values;
    }

    /** Names of the variables that were asked for in vain, in the order of the text. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    boolean has(String name) {
        return !Boolean.FALSE.equals(values.get(name)) && of(name) != null;
    }

    String text(Token.Variable variable) {
        String value = of(variable.name());
        if (value != null) {
            return value;
        }
        if (variable.fallback() != null) {
            return variable.fallback();
        }
        missing.add(variable.name());
        return variable.source();
    }

    /** The address, or its source where a value is missing or makes it one that no mail may link to. */
    String address(Slot.Address address) {
        WebAddress url = new WebAddress();
        boolean complete = true;
        for (Token part : address.parts()) {
            if (part instanceof Token.Text text) {
                url.fixed(text.text());
            } else if (part instanceof Token.Variable variable) {
                String value = of(variable.name());
                if (value == null && variable.fallback() == null) {
                    missing.add(variable.name());
                    complete = false;
                } else {
                    url.value(value == null ? variable.fallback() : value);
                }
            }
        }
        if (!complete) {
            return address.source();
        }
        return url.checked().orElseGet(() -> {
            address.parts().forEach(part -> {
                if (part instanceof Token.Variable variable) {
                    missing.add(variable.name());
                }
            });
            return address.source();
        });
    }

    private @Nullable String of(String name) {
        return scalar(values.get(name), true);
    }

    private static @Nullable String scalar(@Nullable Object value, boolean listsToo) {
        if (value instanceof CharSequence || value instanceof Character) {
            String text = value.toString().strip();
            return text.isEmpty() ? null : text;
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (value instanceof Number || value instanceof Boolean || value instanceof Enum<?>) {
            return value.toString();
        }
        return listsToo && value instanceof Collection<?> list ? joined(list) : null;
    }

    private static @Nullable String joined(Collection<?> list) {
        List<String> entries = list.stream().map(entry -> scalar(entry, false)).filter(e -> e != null).toList();
        return entries.isEmpty() ? null : String.join(", ", entries);
    }
}
