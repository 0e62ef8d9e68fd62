package dev.cadenza.journey;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code {{variable}}} and {@code {{variable|fallback}}} with what is known about a lead, in texts that are no
 * letters: instructions, headers and bodies of webhooks. A variable without value and fallback becomes nothing.
 */
final class Filling {

    private static final Pattern TAG = Pattern.compile("\\{\\{\\s*([\\p{L}\\p{N}_.]{1,100})\\s*(?:\\|([^{}]{0,500}))?}}");

    private Filling() {
    }

    static String plain(String template, Map<String, Object> values) {
        return fill(template, values, value -> value);
    }

    /** Values stand within strings of a JSON text, and can't end them. */
    static String json(String template, Map<String, Object> values) {
        return fill(template, values, value -> new String(JsonStringEncoder.getInstance().quoteAsString(value)));
    }

    /** Values stand in a header: without line breaks, and what is no ASCII left out. */
    static String header(String template, Map<String, Object> values) {
        return fill(template, values, value -> value.replaceAll("[^ -~]", ""));
    }

    private static String fill(String template, Map<String, Object> values, UnaryOperator<String> escape) {
        return TAG.matcher(template).replaceAll(tag -> {
            Object value = values.get(tag.group(1));
            String text = value != null && !value.toString().isEmpty() ? value.toString()
                    : tag.group(2) == null ? "" : tag.group(2).strip();
            return Matcher.quoteReplacement(escape.apply(text));
        });
    }
}
