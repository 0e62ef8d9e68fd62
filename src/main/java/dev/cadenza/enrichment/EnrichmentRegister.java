package dev.cadenza.enrichment;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.platform.SecretCipher;
import dev.cadenza.platform.Sealed;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and removes sources of enrichment. They are the installation's, not one user's. */
@Component
class EnrichmentRegister implements Sealed {

    private final EnrichmentSources sources;
    private final EnrichmentInput input;
    private final SecretCipher cipher;
    private final ActivityLog activity;
    private final Clock clock;

    EnrichmentRegister(EnrichmentSources sources, EnrichmentInput input, SecretCipher cipher, ActivityLog activity,
            Clock clock) {
        this.sources = sources;
        this.input = input;
        this.cipher = cipher;
        this.activity = activity;
        this.clock = clock;
    }

    @Transactional
    EnrichmentSourceView create(EnrichmentInput.Request request) {
        EnrichmentInput.Content content = input.check(null, request);
        if (sources.findByKey(content.key()).isPresent()) {
            throw new Rejected(FieldError.of("key", "taken", "There is a source '" + content.key() + "' already."));
        }
        EnrichmentSource source = sources.saveAndFlush(new EnrichmentSource(content, cipher, clock.instant()));
        activity.record(Action.ENRICHMENT_SOURCE_CREATED, source.id(), Map.of("key", source.key(), "type",
                source.type().word()));
        return source.view();
    }

    @Transactional
    EnrichmentSourceView change(UUID id, EnrichmentInput.Request request) {
        EnrichmentSource source = require(id);
        source.change(input.check(source, request), cipher, clock.instant());
        activity.record(Action.ENRICHMENT_SOURCE_UPDATED, id, Map.of("key", source.key()));
        return sources.saveAndFlush(source).view();
    }

    /** Its answers go with it; what they filled stays. */
    @Transactional
    void remove(UUID id) {
        EnrichmentSource source = require(id);
        sources.deleteAllByIdInBatch(List.of(id));
        activity.record(Action.ENRICHMENT_SOURCE_DELETED, id, Map.of("key", source.key()));
    }

    @Transactional(readOnly = true)
    EnrichmentSourceView get(UUID id) {
        return require(id).view();
    }

    @Transactional(readOnly = true)
    PageResponse<EnrichmentSourceView> page(PageQuery query) {
        return PageResponse.of(sources.findAll(PageRequest.of(query.page(), query.size(), Sort.by("key"))),
                EnrichmentSource::view);
    }

    /** An active source. */
    @Transactional(readOnly = true)
    Optional<EnrichmentSource> active(String key) {
        return sources.findByKey(key).filter(EnrichmentSource::active);
    }

    @Override
    @Transactional
    public int rotate() {
        List<EnrichmentSource> old = sources.findBySecretsKeyNot(cipher.keyId());
        old.forEach(source -> source.sealAnew(cipher));
        sources.saveAllAndFlush(old);
        return old.size();
    }

    private EnrichmentSource require(UUID id) {
        return sources.findById(id).orElseThrow(() -> new NotFound("source of enrichment", id));
    }
}
