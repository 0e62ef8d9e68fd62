package dev.cadenza.draft;

import dev.cadenza.channel.ChannelType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wrote, checked.
 *
 * @param subject one line of plain text: of a mail, or the title of a notification; null for other channels
 * @param body safe HTML, tags untouched
 * @param variables names of all variables, in the order of the text
 */
record TemplateContent(String name, @Nullable String description, ChannelType channel, @Nullable String subject,
        String body, List<String> variables, boolean active) {

    TemplateContent {
        variables = List.copyOf(variables);
    }
}
