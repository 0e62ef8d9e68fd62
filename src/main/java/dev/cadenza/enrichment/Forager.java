package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.LeadProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * POST to the data storage of Forager: a person by the name of the LinkedIn profile (the cheapest), else the reverse of
 * an e-mail address or a phone number (docs.forager.ai). It tells no confidence. Only the questions are documented
 * closely, so answers are read leniently.
 */
@Component
class Forager implements EnrichmentProvider {

    private static final Pattern PROFILE = Pattern.compile("linkedin\\.com/in/([^/?#]+)");

    private final OutsideQuestion outside;

    Forager(OutsideQuestion outside) {
        this.outside = outside;
    }

    @Override
    public EnrichmentType type() {
        return EnrichmentType.FORAGER;
    }

    @Override
    public JsonNode ask(LeadProfile lead, EnrichmentSettings settings, String apiKey) {
        ObjectNode body = Json.object();
        Matcher profile = PROFILE.matcher(lead.linkedinUrl() == null ? "" : lead.linkedinUrl());
        String path;
        if (profile.find()) {
            path = "person_detail_lookup/";
            body.put("linkedin_public_identifier", profile.group(1));
        } else if (lead.email() != null) {
            path = "person_detail_reverse_lookup/by_email/";
            body.put("email", lead.email());
        } else if (lead.phone() != null) {
            path = "person_detail_reverse_lookup/by_phone_number/";
            body.put("phone_number", lead.phone());
        } else {
            throw new EnrichmentFailed("Forager needs a LinkedIn profile, an e-mail address or a phone number", false,
                    null);
        }
        return outside.ask(OutsideQuestion.base(settings, type()) + "/api/" + settings.accountId() + "/datastorage/"
                + path, Map.of("X-API-KEY", apiKey), body);
    }

    @Override
    public Found read(JsonNode answer) {
        JsonNode first = answer.isArray() ? answer.path(0) : answer.has("search_results")
                ? answer.path("search_results").path(0) : answer;
        JsonNode person = first.path("person").isObject() ? first.path("person") : first;
        if (!person.isObject() || person.isEmpty()) {
            return Found.nothing();
        }
        JsonNode role = first.has("role_title") ? first : person.path("roles").path(0);
        Map<String, String> fields = new LinkedHashMap<>();
        Json.put(fields, "firstName", Json.first(person, "/first_name"));
        Json.put(fields, "lastName", Json.first(person, "/last_name"));
        Json.put(fields, "title", Json.first(role, "/role_title", "/title").or(() -> Json.first(person, "/headline")));
        Json.put(fields, "company", Json.first(role, "/organization/name", "/organization_name"));
        Json.put(fields, "website", Json.first(role, "/organization/website", "/organization/domain"));
        Json.put(fields, "city", Json.first(person, "/location/city", "/city"));
        Json.put(fields, "country", Json.first(person, "/location/country", "/country"));
        Optional<String> linkedIn = Json.first(person, "/linkedin_info/public_profile_url", "/linkedin_url").or(() ->
                Json.first(person, "/linkedin_info/public_identifier", "/linkedin_public_identifier")
                        .map(name -> "https://www.linkedin.com/in/" + name));
        Json.put(fields, "linkedinUrl", linkedIn);
        List<Map<String, String>> profiles = Json.profiles();
        Json.profile(profiles, "linkedin", linkedIn);
        ObjectNode facts = Json.object();
        Json.first(person, "/headline").ifPresent(headline -> facts.put("headline", headline));
        return new Found(true, Json.confidence(first.path("confidence"), 1), fields,
                Json.texts(role, "/organization/technologies", "/organization/web_technologies"),
                Json.texts(person, "/skills", "/linkedin_info/skills"), profiles, facts);
    }
}
