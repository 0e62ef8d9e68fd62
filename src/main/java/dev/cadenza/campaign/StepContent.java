package dev.cadenza.campaign;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text that WhatsApp has approved beforehand, for leads that have not written to us within 24 hours.
 *
 * @param sid its id at Twilio, HX...
 * @param variables templates of its places by their names, such as {@code {"1": "{{firstName|there}}"}}
 */
record StepContent(@Nullable String sid, @Nullable Map<String, String> variables) {
}
