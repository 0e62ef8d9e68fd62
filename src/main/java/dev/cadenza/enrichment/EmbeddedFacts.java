package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import dev.cadenza.lead.LeadProfile;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Works out what follows from what is known of a lead: the company's domain and site from a business address, a likely
 * name of the company, the country from phone number or domain, the seniority from the title. It asks nobody, and its
 * answers say so ({@code derived}).
 */
@Component
class EmbeddedFacts implements EnrichmentProvider {

    private static final BigDecimal SURE = new BigDecimal("0.90");
    private static final BigDecimal LIKELY = new BigDecimal("0.60");
    private static final Map<String, String> SENIORITY = new LinkedHashMap<>();

    static {
        SENIORITY.put("(?i).*\\b(founder|owner|ceo|cto|cfo|coo|cmo|chief|president|partner|geschäftsführer(in)?)"
                + "\\b.*",
                "executive");
        SENIORITY.put("(?i).*\\b(vp|vice president|director|head)\\b.*", "director");
        SENIORITY.put("(?i).*\\b(manager|lead|leiter(in)?)\\b.*", "manager");
    }

    @Override
    public EnrichmentType type() {
        return EnrichmentType.EMBEDDED;
    }

    @Override
    public JsonNode ask(LeadProfile lead, EnrichmentSettings settings, String apiKey) {
        ObjectNode answer = Json.object();
        String domain = Domains.of(lead.email());
        if (!Domains.isFreeMail(domain)) {
            String registered = Domains.registered(domain);
            answer.put("domain", registered);
            answer.put("website", "https://" + registered);
            if (lead.company() == null || lead.company().isBlank()) {
                answer.put("company", Domains.company(domain));
            }
        } else if (!domain.isEmpty()) {
            answer.put("freeMail", true);
        }
        region(lead.phone()).or(() -> Domains.country(domain)).ifPresent(code -> answer.put("countryCode", code));
        if (lead.title() != null) {
            SENIORITY.entrySet().stream().filter(words -> lead.title().matches(words.getKey())).findFirst()
                    .ifPresent(words -> answer.put("seniority", words.getValue()));
        }
        if (lead.linkedinUrl() != null) {
            answer.put("linkedinUrl", lead.linkedinUrl());
        }
        return answer;
    }

    @Override
    public Found read(JsonNode answer) {
        if (answer.isEmpty() || answer.size() == 1 && answer.has("freeMail")) {
            return Found.nothing();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        Json.put(fields, "website", Json.first(answer, "/website"));
        Json.put(fields, "company", Json.first(answer, "/company"));
        Json.put(fields, "country", Json.first(answer, "/countryCode").map(code ->
                new Locale.Builder().setRegion(code).build().getDisplayCountry(Locale.ENGLISH)));
        ObjectNode facts = Json.object();
        for (String fact : List.of("domain", "countryCode", "seniority")) {
            Json.first(answer, "/" + fact).ifPresent(value -> facts.put(fact, value));
        }
        List<Map<String, String>> profiles = Json.profiles();
        Json.profile(profiles, "linkedin", Json.first(answer, "/linkedinUrl"));
        return new Found(true, fields.containsKey("company") ? LIKELY : SURE, fields, List.of(), List.of(), profiles,
                facts);
    }

    private static Optional<String> region(@Nullable String phone) {
        try {
            String code = phone == null ? null : PhoneNumberUtil.getInstance().getRegionCodeForNumber(
                    PhoneNumberUtil.getInstance().parse(phone, "ZZ"));
            return Optional.ofNullable(code).filter(region -> region.length() == 2);
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }
}
