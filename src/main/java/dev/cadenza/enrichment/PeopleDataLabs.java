package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.LeadProfile;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * GET /v5/person/enrich (docs.peopledatalabs.com/docs/reference-person-enrichment-api); 404 is no match and costs
 * nothing.
 */
@Component
class PeopleDataLabs implements EnrichmentProvider {

    /** The likelihood is a whole number from 1 to 10. */
    private static final int MOST_LIKELY = 10;

    private final OutsideQuestion outside;

    PeopleDataLabs(OutsideQuestion outside) {
        this.outside = outside;
    }

    @Override
    public EnrichmentType type() {
        return EnrichmentType.PEOPLE_DATA_LABS;
    }

    @Override
    public JsonNode ask(LeadProfile lead, EnrichmentSettings settings, String apiKey) {
        Map<String, String> by = new LinkedHashMap<>();
        put(by, "profile", lead.linkedinUrl());
        put(by, "email", lead.email());
        put(by, "phone", lead.phone());
        boolean sure = !by.isEmpty();
        put(by, "first_name", lead.firstName());
        put(by, "last_name", lead.lastName());
        put(by, "company", lead.company());
        put(by, "locality", lead.city());
        put(by, "country", lead.country());
        boolean named = by.containsKey("first_name") && by.containsKey("last_name")
                && (by.containsKey("company") || by.containsKey("locality") || by.containsKey("country"));
        if (!sure && !named) {
            throw new EnrichmentFailed("People Data Labs needs a profile, an e-mail address, a phone number, or a name"
                    + " with a company or place", false, null);
        }
        put(by, "min_likelihood", likelihood(settings.minConfidence()));
        put(by, "titlecase", "true");
        String query = by.entrySet().stream().map(entry -> entry.getKey() + "="
                + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return outside.ask(OutsideQuestion.base(settings, type()) + "/v5/person/enrich?" + query,
                Map.of("X-Api-Key", apiKey), null);
    }

    private static @Nullable String likelihood(@Nullable BigDecimal confidence) {
        return confidence == null || confidence.signum() == 0 ? null : String.valueOf(
                confidence.multiply(BigDecimal.valueOf(MOST_LIKELY)).setScale(0, RoundingMode.CEILING).intValue());
    }

    @Override
    public Found read(JsonNode answer) {
        JsonNode data = answer.path("data");
        if (!data.isObject()) {
            return Found.nothing();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Json.put(fields, "firstName", Json.first(data, "/first_name"));
        Json.put(fields, "lastName", Json.first(data, "/last_name"));
        Json.put(fields, "title", Json.first(data, "/job_title"));
        Json.put(fields, "company", Json.first(data, "/job_company_name"));
        Json.put(fields, "website", Json.first(data, "/job_company_website"));
        Json.put(fields, "linkedinUrl", Json.first(data, "/linkedin_url"));
        Json.put(fields, "city", Json.first(data, "/location_locality", "/job_company_location_locality"));
        Json.put(fields, "country", Json.first(data, "/location_country", "/job_company_location_country"));
        Json.put(fields, "email", Json.first(data, "/work_email", "/recommended_personal_email"));
        Json.put(fields, "phone", Json.first(data, "/mobile_phone"));
        List<Map<String, String>> profiles = Json.profiles();
        for (JsonNode profile : data.path("profiles")) {
            Json.profile(profiles, Json.first(profile, "/network").orElse("web"), Json.first(profile, "/url"));
        }
        for (String network : List.of("linkedin", "twitter", "github", "facebook")) {
            Json.profile(profiles, network, Json.first(data, "/" + network + "_url"));
        }
        ObjectNode facts = Json.object();
        Json.first(data, "/industry").ifPresent(industry -> facts.put("industry", industry));
        Json.first(data, "/job_company_size").ifPresent(size -> facts.put("companySize", size));
        Json.first(data, "/job_title_role").ifPresent(role -> facts.put("role", role));
        return new Found(true, Json.confidence(answer.path("likelihood"), MOST_LIKELY), fields,
                Json.texts(data, "/tech_stack", "/job_company_technologies"), Json.texts(data, "/skills"), profiles,
                        facts);
    }

    private static void put(Map<String, String> by, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            by.put(name, value);
        }
    }
}
