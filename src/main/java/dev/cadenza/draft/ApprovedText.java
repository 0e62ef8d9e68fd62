package dev.cadenza.draft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.ContentTemplate;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A text that a provider has approved, with a compiled template for each of its places. */
final class ApprovedText {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Places are plain text, as subjects are; a letter has to have some body. */
    private static final String NO_BODY = "-";

    private final String sid;
    private final Map<String, Letter> places = new TreeMap<>();

    /** @throws dev.cadenza.problem.Rejected where a place's template is faulty */
    ApprovedText(ContentTemplate template, Letters letters) {
        this.sid = template.sid();
        template.variables().forEach((place, text) -> places.put(place, letters.of(text, NO_BODY)));
    }

    /** @param obstacle why it can't go to this lead; null where it can */
    record Rendered(String json, @Nullable String obstacle) {
    }

    Rendered render(Map<String, Object> lead) {
        Map<String, String> values = new TreeMap<>();
        Set<String> missing = new LinkedHashSet<>();
        places.forEach((place, letter) -> {
            Letter.Rendered rendered = letter.render(lead);
            missing.addAll(rendered.missing());
            values.put(place, rendered.subject() == null ? "" : rendered.subject());
        });
        String empty = values.containsValue("") ? "a value of the approved text is empty" : null;
        try {
            return new Rendered(JSON.writeValueAsString(new ContentTemplate(sid, values)),
                    missing.isEmpty() ? empty : "no value for " + String.join(", ", missing));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A map of texts is always writable as JSON", impossible);
        }
    }
}
