package dev.cadenza.enrichment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.SecretCipher;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** An account at somebody who knows about people. */
@Entity
@Table(name = "enrichment_source")
class EnrichmentSource {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Id
    private UUID id;
    private String key;
    private String name;
    @Enumerated(EnumType.STRING)
    private EnrichmentType type;
    private boolean active;
    @JdbcTypeCode(SqlTypes.JSON)
    private String settings;
    private byte @Nullable [] secrets;
    private @Nullable String secretsKey;
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected EnrichmentSource() {
    }

    EnrichmentSource(EnrichmentInput.Content content, SecretCipher cipher, Instant now) {
        this.id = Ids.next();
        this.key = content.key();
        this.type = content.type();
        this.createdAt = now;
        change(content, cipher, now);
    }

    /** Neither key nor type: workflows name the one, and answers mean what the other says. */
    final void change(EnrichmentInput.Content content, SecretCipher cipher, Instant now) {
        name = content.name();
        active = content.active();
        try {
            settings = JSON.writeValueAsString(content.settings());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Settings can always be written as JSON", impossible);
        }
        if (content.apiKey() != null) {
            seal(content.apiKey(), cipher);
        }
        updatedAt = now;
    }

    void sealAnew(SecretCipher cipher) {
        apiKey(cipher).ifPresent(open -> seal(open, cipher));
    }

    private void seal(String apiKey, SecretCipher cipher) {
        secrets = cipher.encrypt(id, Map.of("apiKey", apiKey));
        secretsKey = cipher.keyId();
    }

    Optional<String> apiKey(SecretCipher cipher) {
        return secrets == null || secretsKey == null ? Optional.empty()
                : Optional.ofNullable(cipher.decrypt(id, secretsKey, secrets).get("apiKey"));
    }

    boolean hasApiKey() {
        return secrets != null;
    }

    UUID id() {
        return id;
    }

    String key() {
        return key;
    }

    String name() {
        return name;
    }

    EnrichmentType type() {
        return type;
    }

    boolean active() {
        return active;
    }

    EnrichmentSettings settings() {
        try {
            return JSON.readValue(settings, EnrichmentSettings.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Stored settings of a source of enrichment that are no JSON", broken);
        }
    }

    EnrichmentSourceView view() {
        return new EnrichmentSourceView(id, key, name, type, active, settings(), hasApiKey(), !type.outside(),
                createdAt,
                updatedAt);
    }
}
