package dev.cadenza.lead;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One lead as other modules see it, at one point in time.
 *
 * @param email normal form, see {@link Addresses#email}
 * @param phone E.164
 * @param timezone IANA name
 * @param attributes custom fields: text, numbers and truth values by key; numbers exactly as they were written
 */
public record LeadProfile(UUID id, @Nullable String email, @Nullable String phone, @Nullable String firstName,
        @Nullable String lastName, @Nullable String company, @Nullable String title, @Nullable String linkedinUrl,
        @Nullable String website, @Nullable String city, @Nullable String country, @Nullable String timezone,
        String source, String status, int score, boolean stoppedAutomation, Map<String, Object> attributes) {

    public LeadProfile {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** First and last name as far as they are known; null where neither is. */
    public @Nullable String name() {
        String first = firstName == null ? "" : firstName;
        String last = lastName == null ? "" : lastName;
        String name = first.isEmpty() || last.isEmpty() ? first + last : first + " " + last;
        return name.isEmpty() ? null : name;
    }

    /**
     * What a text may say about the lead: the fields of {@link LeadFields#names()} that have a value, and the
     * attributes under their own keys. A known field hides an attribute of the same name.
     */
    public Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>(attributes);
        LeadFields.put(this, variables);
        return Collections.unmodifiableMap(variables);
    }
}
