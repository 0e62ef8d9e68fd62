package dev.cadenza.lead;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The catalogue of a lead's known fields, for templates (as variables) and for conditions (as operands). */
public final class LeadFields {

    /**
     * A field that holds text.
     *
     * @param sql the same value as an expression over the table {@code lead} under the alias {@code l}
     */
    public record TextField(String name, String sql, Function<LeadProfile, @Nullable String> value) {
    }

    public static final String SCORE = "score";

    private static final List<TextField> TEXT = List.of(
            new TextField("email", "l.email", LeadProfile::email),
            new TextField("phone", "l.phone", LeadProfile::phone),
            new TextField("firstName", "l.first_name", LeadProfile::firstName),
            new TextField("lastName", "l.last_name", LeadProfile::lastName),
            new TextField("name", "concat_ws(' ', nullif(l.first_name, ''), nullif(l.last_name, ''))",
                    LeadProfile::name),
            new TextField("company", "l.company", LeadProfile::company),
            new TextField("title", "l.title", LeadProfile::title),
            new TextField("linkedinUrl", "l.linkedin_url", LeadProfile::linkedinUrl),
            new TextField("website", "l.website", LeadProfile::website),
            new TextField("city", "l.city", LeadProfile::city),
            new TextField("country", "l.country", LeadProfile::country),
            new TextField("timezone", "l.timezone", LeadProfile::timezone),
            new TextField("source", "l.source", LeadProfile::source),
            new TextField("status", "l.status", LeadProfile::status));

    private static final Map<String, TextField> TEXT_BY_NAME = TEXT.stream()
            .collect(Collectors.toUnmodifiableMap(TextField::name, Function.identity()));

    private static final Set<String> NAMES = namesInOrder();

    private LeadFields() {
    }

    /** Names of the fields that a text may use as variables, in the order of the catalogue. */
    public static Set<String> names() {
        return NAMES;
    }

    /** The text field of that name. */
    public static Optional<TextField> text(String name) {
        return Optional.ofNullable(TEXT_BY_NAME.get(name));
    }

    static void put(LeadProfile lead, Map<String, Object> variables) {
        for (TextField field : TEXT) {
            String value = field.value().apply(lead);
            if (value == null) {
                variables.remove(field.name());
            } else {
                variables.put(field.name(), value);
            }
        }
        variables.put(SCORE, lead.score());
    }

    private static Set<String> namesInOrder() {
        Set<String> names = TEXT.stream().map(TextField::name).collect(Collectors.toCollection(LinkedHashSet::new));
        names.add(SCORE);
        return Collections.unmodifiableSet(names);
    }
}
