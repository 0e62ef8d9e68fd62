package dev.cadenza.draft;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compiled template: a subject in plain text and a body in HTML. Rendering is a matter of microseconds; all parsing
 * of HTML was done when it was compiled.
 *
 * @param subject null where the channel knows none
 */
record Letter(@Nullable SlottedText subject, SlottedText body) {

    Rendered render(Map<String, Object> values) {
        LeadValues lead = new LeadValues(values);
        try {
            String title = subject == null ? null : Subjects.oneLine(subject.render(lead));
            String html = body.render(lead);
            return new Rendered(title, html, lead.missing(), title != null && title.isEmpty()
                    ? "the subject is empty" : null);
        } catch (SlottedText.TooLong tooLong) {
            return new Rendered(null, "", lead.missing(), tooLong.getMessage());
        }
    }

    /**
     * @param missing variables that have neither value nor fallback; their tags stand in the text
     * @param problem why this can't be sent whatever the values are; null where it can
     */
    record Rendered(@Nullable String subject, String body, List<String> missing, @Nullable String problem) {

        /** Why this can't go out without a person's hand, or null. */
        @Nullable String obstacle() {
            return problem != null ? problem : missing.isEmpty() ? null : "no value for " + String.join(", ", missing);
        }
    }
}
