package dev.cadenza.source;

import dev.cadenza.access.OwnedKind;
import dev.cadenza.access.Ownership;
import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.platform.SecretCipher;
import dev.cadenza.platform.Sealed;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and removes data sources. */
@Component
class SourceRegister implements Sealed {

    private static final String PATH = "data-sources";

    private final DataSources sources;
    private final SourceInput input;
    private final SourceCounts.Book counts;
    private final SecretCipher cipher;
    private final Ownership ownership;
    private final Visibility visibility;
    private final ActivityLog activity;
    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final String base;

    SourceRegister(DataSources sources, SourceInput input, SourceCounts.Book counts, SecretCipher cipher,
            Ownership ownership, Visibility visibility, ActivityLog activity, JdbcTemplate jdbc, Clock clock,
            CadenzaProperties properties) {
        this.sources = sources;
        this.input = input;
        this.counts = counts;
        this.cipher = cipher;
        this.ownership = ownership;
        this.visibility = visibility;
        this.activity = activity;
        this.jdbc = jdbc;
        this.clock = clock;
        this.base = properties.publicUrl().toASCIIString().replaceFirst("/+$", "");
    }

    /** Data sources have owners. */
    @Configuration
    static class Owners {

        @Bean
        OwnedKind ownersOfDataSources() {
            return OwnedKind.rows(PATH, "data source", "data_source");
        }
    }

    /** @param secret shown this once; the other end signs with it, or sends it */
    record WithSecret(SourceView source, String secret) {

        @Override
        public String toString() {
            return "WithSecret[" + source.id() + "]";
        }
    }

    @Transactional
    WithSecret create(SourceInput.Request request) {
        SourceInput.Content content = input.check(null, request);
        requireFree(content.name(), new UUID(0, 0));
        DataSource source = sources.saveAndFlush(new DataSource(content, cipher, clock.instant()));
        ownership.own(PATH, source.id());
        activity.record(Action.DATA_SOURCE_CREATED, source.id(), Map.of("name", source.name(), "type",
                source.type().word()));
        return new WithSecret(view(source), source.secret(cipher));
    }

    @Transactional
    SourceView change(UUID id, SourceInput.Request request) {
        DataSource source = require(id);
        SourceInput.Content content = input.check(source, request);
        if (request.secret() != null) {
            throw new Rejected(FieldError.of("secret", "invalid",
                    "POST /data-sources/{id}/secret changes the secret."));
        }
        requireFree(content.name(), id);
        source.change(content, clock.instant());
        activity.record(Action.DATA_SOURCE_UPDATED, id, Map.of("name", source.name()));
        return view(sources.saveAndFlush(source));
    }

    /** The secret before counts for a day more. */
    @Transactional
    WithSecret rotateSecret(UUID id, @Nullable String given) {
        DataSource source = require(id);
        List<FieldError> errors = new ArrayList<>();
        String secret = input.secret(source.type(), given, errors);
        if (source.type().givesSecret() && secret == null) {
            errors.add(FieldError.required("secret"));
        }
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        source.rotate(secret, cipher, clock.instant());
        activity.record(Action.DATA_SOURCE_UPDATED, id, Map.of("name", source.name(), "secret", "rotated"));
        return new WithSecret(view(sources.saveAndFlush(source)), source.secret(cipher));
    }

    /** What it sent goes with it; what that led to stays with the leads. */
    @Transactional
    void remove(UUID id) {
        DataSource source = require(id);
        jdbc.update("delete from data_todo where source_id = ?", id);
        jdbc.update("delete from data_event where source_id = ?", id);
        jdbc.update("delete from source_identity where source_id = ?", id);
        jdbc.update("delete from source_lead where source_id = ?", id);
        sources.deleteAllByIdInBatch(List.of(id));
        ownership.forget(id);
        activity.record(Action.DATA_SOURCE_DELETED, id, Map.of("name", source.name()));
    }

    @Transactional(readOnly = true)
    SourceView get(UUID id) {
        return view(require(id));
    }

    /** By name. */
    @Transactional(readOnly = true)
    PageResponse<SourceView> page(@Nullable SourceType type, PageQuery query) {
        String where = " from data_source d where " + visibility.condition("d.id")
                + " and (?::text is null or type = ?)";
        String word = type == null ? null : type.name();
        List<UUID> ids = jdbc.queryForList("select id" + where + " order by lower(name) offset ? limit ?", UUID.class,
                word,
                word, query.offset(), query.size());
        Long total = jdbc.queryForObject("select count(*)" + where, Long.class, word, word);
        Map<UUID, DataSource> found = sources.findAllById(ids).stream()
                .collect(Collectors.toMap(DataSource::id, Function.identity()));
        Map<UUID, SourceCounts> numbers = counts.of(ids);
        return PageResponse.of(ids.stream().map(found::get).map(source -> source.view(address(source),
                numbers.getOrDefault(source.id(), SourceCounts.NONE))).toList(), query.page(), query.size(),
                total == null ? 0 : total);
    }

    @Transactional(readOnly = true)
    Optional<DataSource> byKey(String key) {
        return sources.findByKey(key);
    }

    @Transactional(readOnly = true)
    DataSource require(UUID id) {
        return sources.findById(id).orElseThrow(() -> new NotFound("data source", id));
    }

    @Override
    @Transactional
    public int rotate() {
        List<DataSource> old = sources.findBySecretsKeyNot(cipher.keyId());
        old.forEach(source -> source.sealAnew(cipher));
        sources.saveAllAndFlush(old);
        return old.size();
    }

    private SourceView view(DataSource source) {
        return source.view(address(source), counts.of(List.of(source.id())).getOrDefault(source.id(),
                SourceCounts.NONE));
    }

    private String address(DataSource source) {
        return base + (source.type() == SourceType.FORM ? "/hooks/forms/" : "/hooks/sources/") + source.key();
    }

    private void requireFree(String name, UUID id) {
        if (sources.existsByNameIgnoreCaseAndIdNot(name, id)) {
            throw new Rejected(FieldError.of("name", "taken", "There is a data source '" + name + "' already."));
        }
    }
}
