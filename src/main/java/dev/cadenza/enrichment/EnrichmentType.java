package dev.cadenza.enrichment;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who is asked. */
enum EnrichmentType {
    PEOPLE_DATA_LABS("https://api.peopledatalabs.com", 100),
    FORAGER("https://api-v2.forager.ai", 60),
    CRUSTDATA("https://api.crustdata.com", 15),
    /** Nobody outside: what follows from what is known already. */
    EMBEDDED(null, 0);

    private final @Nullable String baseUrl;
    private final int perMinute;

    EnrichmentType(@Nullable String baseUrl, int perMinute) {
        this.baseUrl = baseUrl;
        this.perMinute = perMinute;
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static EnrichmentType of(String word) {
        return valueOf(word.strip().toUpperCase(Locale.ROOT));
    }

    @Nullable String baseUrl() {
        return baseUrl;
    }

    /** Questions in a minute that a plain account may ask; 0 for as many as one likes. */
    int perMinute() {
        return perMinute;
    }

    boolean outside() {
        return this != EMBEDDED;
    }
}
