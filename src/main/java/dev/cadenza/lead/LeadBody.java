package dev.cadenza.lead;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be written about a lead, for the API's description. Requests are read by {@link LeadInput}, since only the
 * JSON itself tells a field that is absent from one that is null.
 */
@Schema(name = "LeadBody")
record LeadBody(
        @Schema(description = "this, phone, or both; unique", example = "anna@example.com") @Nullable String email,
        @Schema(description = "E.164, or national where a default region is set; unique", example = "+4930123456")
        @Nullable String phone,
        @Nullable String firstName, @Nullable String lastName, @Nullable String company, @Nullable String title,
        @Nullable String linkedinUrl, @Nullable String website, @Nullable String city, @Nullable String country,
        @Schema(description = "IANA name", example = "Europe/Berlin") @Nullable String timezone,
        @Schema(defaultValue = Lead.DEFAULT_SOURCE) @Nullable String source,
        @Schema(defaultValue = "NEW") @Nullable LeadStatus status, @Nullable Integer score,
        @Schema(description = "custom fields: text, numbers, true, false") @Nullable Map<String, Object> attributes) {
}
