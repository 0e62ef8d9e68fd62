package dev.cadenza.lead;

import dev.cadenza.problem.FieldError;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the text fields of a lead may hold, whoever brings it, and the form in which it is kept. */
public final class LeadValues {

    /**
     * The outcome for one field.
     *
     * @param value what is kept; null where the field is empty or bad
     * @param error null where there is nothing to object to
     */
    public record Checked(@Nullable String value, @Nullable FieldError error) {
    }

    /** Fields that can be written, with the greatest number of characters of each. */
    private static final Map<String, Integer> MAX_LENGTHS = Map.ofEntries(
            Map.entry("email", Addresses.MAX_EMAIL_LENGTH), Map.entry("phone", 60), Map.entry("firstName", 200),
            Map.entry("lastName", 200), Map.entry("company", 300), Map.entry("title", 300),
            Map.entry("linkedinUrl", 1000), Map.entry("website", 1000), Map.entry("city", 200),
            Map.entry("country", 100), Map.entry("timezone", 64), Map.entry("source", 100), Map.entry("status", 20));

    private static final Map<String, String> ZONES = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        ZoneId.getAvailableZoneIds().stream().filter(id -> !id.startsWith("SystemV/")).forEach(id -> ZONES.put(id, id));
    }

    private LeadValues() {
    }

    /** Names of the text fields of a lead that can be written. */
    public static Set<String> fields() {
        return MAX_LENGTHS.keySet();
    }

    /**
     * Checks one value and brings it into the form that is kept: without blanks around it, e-mail and phone in their
     * normal forms, URLs with a scheme, time zones as IANA writes them. Text of nothing but blanks is no value.
     *
     * @param field one of {@link #fields()}; errors carry its name
     * @param region see {@link Addresses#phone}
     */
    public static Checked check(String field, String raw, @Nullable String region) {
        int max = MAX_LENGTHS.get(field);
        String text = PlainText.trim(raw);
        if (text.isEmpty()) {
            return new Checked(null, null);
        }
        if (text.length() > max) {
            return bad(field, "too-long", "At most " + max + " characters are kept here.");
        }
        if (!PlainText.singleLine(text)) {
            return bad(field, "invalid", "Control characters, line breaks among them, can't be kept here.");
        }
        return switch (field) {
            case "email" -> kept(field, Addresses.email(text), "'" + text + "' is no e-mail address.");
            case "phone" -> kept(field, Addresses.phone(text, region), "'" + text + "' is no phone number"
                    + (region == null ? " with a country code, such as +49 30 1234567." : "."));
            case "timezone" -> kept(field, Optional.ofNullable(ZONES.get(text)),
                    "'" + text + "' is no IANA time zone, such as Europe/Berlin.");
            case "linkedinUrl", "website" -> kept(field, url(text), "'" + text + "' is no web address.");
            case "status" -> kept(field, LeadStatus.of(text).map(Enum::name),
                    "The status must be one of " + LeadStatus.words() + ".");
            default -> new Checked(text, null);
        };
    }

    private static Optional<String> url(String text) {
        String address = text.contains("://") ? text : "https://" + text;
        try {
            URI uri = new URI(address);
            String scheme = uri.getScheme();
            String host = uri.getHost();
            boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
            return web && host != null && host.indexOf('.') > 0 && uri.getUserInfo() == null
                    ? Optional.of(address) : Optional.empty();
        } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
        }
    }

    private static Checked kept(String field, Optional<String> value, String otherwise) {
        return value.map(v -> new Checked(v, null)).orElseGet(() -> bad(field, "invalid", otherwise));
    }

    private static Checked bad(String field, String code, String message) {
        return new Checked(null, FieldError.of(field, code, message));
    }
}
