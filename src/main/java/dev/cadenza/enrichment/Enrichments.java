package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.LeadFill;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.lead.LeadProperties;
import dev.cadenza.lead.LeadValues;
import dev.cadenza.platform.SecretCipher;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Asks sources of enrichment about leads. */
@Component
public class Enrichments {

    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final EnrichmentRegister register;
    private final EnrichmentRows rows;
    private final LeadProfiles leads;
    private final LeadFill fill;
    private final SecretCipher cipher;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final @Nullable String region;
    private final Map<EnrichmentType, EnrichmentProvider> providers = new EnumMap<>(EnrichmentType.class);

    Enrichments(EnrichmentRegister register, EnrichmentRows rows, LeadProfiles leads, LeadFill fill,
            SecretCipher cipher,
            PlatformTransactionManager transactions, Clock clock, LeadProperties properties,
            List<EnrichmentProvider> providers) {
        this.register = register;
        this.rows = rows;
        this.leads = leads;
        this.fill = fill;
        this.cipher = cipher;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.region = properties.defaultRegion();
        providers.forEach(provider -> this.providers.put(provider.type(), provider));
    }

    /**
     * What came of asking. @param found false where the source knows nothing about the lead; @param answer an object
     */
    public record Answer(boolean found, JsonNode answer) {
    }

    /** True where a source with this key exists and is active. */
    public boolean knows(String source) {
        return register.active(source).isPresent();
    }

    /**
     * Asks and keeps the answer with the lead; an answer that is still fresh, also that nothing is known, is not asked
     * again. Calls outside, so never within a transaction.
     *
     * @param overwrite true where answers replace what the lead's fields hold
     * @throws EnrichmentFailed where there is no answer
     */
    @Transactional(propagation = Propagation.NEVER)
    public Answer enrich(UUID leadId, String source, boolean overwrite) {
        EnrichmentSource known = register.active(source).orElseThrow(() ->
                new EnrichmentFailed("There is no active source '" + source + "'", false, null));
        LeadProfile lead = leads.find(leadId).orElseThrow(() ->
                new EnrichmentFailed("There is no lead " + leadId, false, null));
        EnrichmentProvider provider = providers.get(known.type());
        Optional<Answer> answered = answered(leadId, known, provider, overwrite);
        if (answered.isPresent()) {
            return answered.get();
        }
        Instant claimed = rows.claim(leadId, known.id(), clock.instant()).orElseThrow(() ->
                new EnrichmentFailed("The same is being asked at this moment", true, MOMENT));
        try {
            // Whoever had asked a moment ago may have had its answer between the look and the claim.
            return answered(leadId, known, provider, overwrite)
                    .orElseGet(() -> asked(lead, known, provider, overwrite));
        } finally {
            rows.release(leadId, known.id(), claimed);
        }
    }

    /** From an answer that is still fresh. */
    private Optional<Answer> answered(UUID lead, EnrichmentSource source, EnrichmentProvider provider,
            boolean overwrite) {
        return rows.fresh(lead, source.id(), clock.instant()).map(provider::read).map(found -> {
            transaction.executeWithoutResult(status -> fill(lead, source, found, overwrite));
            return answer(found, source);
        });
    }

    private static Answer answer(Found found, EnrichmentSource source) {
        return new Answer(found.found(), found.summary(source.key(), !source.type().outside()));
    }

    private Answer asked(LeadProfile lead, EnrichmentSource source, EnrichmentProvider provider, boolean overwrite) {
        JsonNode answer = source.type().outside() ? outside(lead, source, provider)
                : provider.ask(lead, source.settings(), "");
        Found found = provider.read(answer);
        Instant now = clock.instant();
        Boolean saved = transaction.execute(status -> {
            if (!rows.leadIsThere(lead.id())) {
                return false;
            }
            Set<String> filled = fill(lead.id(), source, found, overwrite);
            rows.save(lead.id(), source, found, answer, filled, now,
                    now.plus(source.settings().fresh(found.found())));
            return true;
        });
        if (!Boolean.TRUE.equals(saved)) {
            throw new EnrichmentFailed("The lead is gone", false, null);
        }
        return answer(found, source);
    }

    private JsonNode outside(LeadProfile lead, EnrichmentSource source, EnrichmentProvider provider) {
        String key = source.apiKey(cipher).orElseThrow(() ->
                new EnrichmentFailed("The source has no key", false, null));
        Duration pause = rows.pace(source.id(), source.settings().perMinute(source.type()), clock.instant());
        if (pause != null) {
            throw new EnrichmentFailed("The source's limit is used up for now", true, pause);
        }
        try {
            return provider.ask(lead, source.settings(), key);
        } catch (EnrichmentFailed failed) {
            if (failed.retryAfter() != null) {
                rows.block(source.id(), clock.instant().plus(failed.retryAfter()));
            }
            throw failed;
        }
    }

    /** Values that no lead can have are left out; they stay in the answer. */
    private Set<String> fill(UUID lead, EnrichmentSource source, Found found, boolean overwrite) {
        if (!found.found() || !source.settings().convinces(found.confidence())) {
            return Set.of();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        found.fields().forEach((field, raw) -> {
            String value = LeadValues.check(field, raw, region).value();
            if (value != null) {
                fields.put(field, value);
            }
        });
        return fill.fill(lead, fields, Map.of(), overwrite);
    }
}
