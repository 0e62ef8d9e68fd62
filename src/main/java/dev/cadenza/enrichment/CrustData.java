package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.LeadProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * POST /person/enrich, version 2025-11-01, by a profile or a business e-mail; the answer is a list with an entry for
 * each that was asked by (docs.crustdata.com/person-docs/enrichment/introduction).
 */
@Component
class CrustData implements EnrichmentProvider {

    private static final String VERSION = "2025-11-01";

    private final OutsideQuestion outside;

    CrustData(OutsideQuestion outside) {
        this.outside = outside;
    }

    @Override
    public EnrichmentType type() {
        return EnrichmentType.CRUSTDATA;
    }

    @Override
    public JsonNode ask(LeadProfile lead, EnrichmentSettings settings, String apiKey) {
        ObjectNode body = Json.object();
        if (lead.linkedinUrl() != null) {
            body.putArray("professional_network_profile_urls").add(lead.linkedinUrl());
        } else if (lead.email() != null && !Domains.isFreeMail(Domains.of(lead.email()))) {
            body.putArray("business_emails").add(lead.email());
            if (settings.minConfidence() != null) {
                body.put("min_similarity_score", settings.minConfidence());
            }
        } else {
            throw new EnrichmentFailed("CrustData needs a profile or a business e-mail address", false, null);
        }
        return outside.ask(OutsideQuestion.base(settings, type()) + "/person/enrich",
                Map.of("Authorization", "Bearer " + apiKey, "x-api-version", VERSION), body);
    }

    @Override
    public Found read(JsonNode answer) {
        JsonNode match = answer.path(0).path("matches").path(0);
        JsonNode person = match.path("person_data");
        if (!person.isObject()) {
            return Found.nothing();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Optional<String> name = Json.first(person, "/basic_profile/name");
        name.ifPresent(whole -> {
            int space = whole.indexOf(' ');
            fields.put("firstName", space < 0 ? whole : whole.substring(0, space));
            if (space > 0) {
                fields.put("lastName", whole.substring(space + 1).strip());
            }
        });
        String job = "/experience/employment_details/current/0";
        Json.put(fields, "title", Json.first(person, "/basic_profile/current_title", job + "/title"));
        Json.put(fields, "company", Json.first(person, "/basic_profile/current_company", job + "/company_name",
                job + "/name"));
        Json.put(fields, "website", Json.first(person, job + "/company_website", job + "/company_website_domain"));
        Json.put(fields, "linkedinUrl", Json.first(person,
                "/social_handles/professional_network_identifier/profile_url", "/basic_profile/profile_url"));
        Json.put(fields, "city", Json.first(person, "/basic_profile/location/city"));
        Json.put(fields, "country", Json.first(person, "/basic_profile/location/country"));
        Json.put(fields, "email", Json.first(person, "/contact/business_emails/0/email", "/contact/business_emails/0"));
        Json.put(fields, "phone", Json.first(person, "/contact/phone_numbers/0/number", "/contact/phone_numbers/0"));
        List<Map<String, String>> profiles = Json.profiles();
        person.path("social_handles").properties().forEach(handle -> Json.profile(profiles,
                handle.getKey().replace("_identifier", ""), Json.first(handle.getValue(), "/profile_url", "/url")));
        for (JsonNode platform : person.path("dev_platform_profiles")) {
            Json.profile(profiles, Json.first(platform, "/platform").orElse("web"), Json.first(platform, "/profile_url",
                    "/url"));
        }
        ObjectNode facts = Json.object();
        Json.first(person, "/basic_profile/headline").ifPresent(headline -> facts.put("headline", headline));
        return new Found(true, Json.confidence(match.path("confidence_score"), 1), fields,
                Json.texts(person, "/dev_platform_profiles/0/languages", "/dev_platform_profiles/0/technologies"),
                Json.texts(person, "/skills/professional_network_skills", "/skills"), profiles, facts);
    }
}
