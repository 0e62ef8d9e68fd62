package dev.cadenza.draft;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The texts of stored templates, and the form in which texts of others are stored. */
@Component
public class TemplateTexts {

    private final TemplateRows rows;

    TemplateTexts(TemplateRows rows) {
        this.rows = rows;
    }

    /** @param body sanitised HTML with its variables */
    public record TemplateText(String name, @Nullable String subject, String body) {
    }

    @Transactional(readOnly = true)
    public Optional<TemplateText> find(UUID templateId) {
        return rows.findById(templateId)
                .map(Template::view)
                .map(template -> new TemplateText(template.name(), template.subject(), template.body()));
    }

    /**
     * A mail's text as it is stored: HTML without anything that could run, its variables kept; plain text becomes
     * paragraphs.
     */
    public static String stored(String text) {
        return SafeHtml.of(text);
    }
}
