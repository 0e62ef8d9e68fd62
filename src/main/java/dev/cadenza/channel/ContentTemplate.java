package dev.cadenza.channel;

import java.util.Map;

/**
 * A text that the provider has approved beforehand, named by its id there.
 *
 * @param sid such as Twilio's ContentSid {@code HX...}
 * @param variables its values by the names of the places in the approved text, such as {@code 1}
 */
public record ContentTemplate(String sid, Map<String, String> variables) {

    public ContentTemplate {
        variables = variables == null ? Map.of() : Map.copyOf(variables);
    }
}
