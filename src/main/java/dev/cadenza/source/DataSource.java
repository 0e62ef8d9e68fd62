package dev.cadenza.source;

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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Something outside that tells what people do, at an address of its own. */
@Entity
@Table(name = "data_source")
class DataSource {

    /** After a secret was rotated, so that the other end can be changed in peace. */
    static final Duration GRACE = Duration.ofHours(24);
    private static final int KEY_BYTES = 15;
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Id
    private UUID id;
    private String key;
    private String name;
    @Enumerated(EnumType.STRING)
    private SourceType type;
    @Enumerated(EnumType.STRING)
    private SourceStatus status;
    @JdbcTypeCode(SqlTypes.JSON)
    private String settings;
    private byte[] secrets;
    private String secretsKey;
    private @Nullable Instant oldSecretUntil;
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected DataSource() {
    }

    DataSource(SourceInput.Content content, SecretCipher cipher, Instant now) {
        this.id = Ids.next();
        this.key = random(KEY_BYTES);
        this.type = content.type();
        this.status = SourceStatus.ACTIVE;
        this.createdAt = now;
        seal(Map.of("secret", content.secret() == null ? random(SECRET_BYTES) : content.secret()), cipher);
        change(content, now);
    }

    /** The type stays: what was kept would mean something else. */
    final void change(SourceInput.Content content, Instant now) {
        name = content.name();
        status = content.status() == null ? status : content.status();
        settings = write(content.settings());
        updatedAt = now;
    }

    /** @param given by the other end; null for one that is made here */
    void rotate(@Nullable String given, SecretCipher cipher, Instant now) {
        Map<String, String> fresh = new HashMap<>();
        fresh.put("old", cipher.decrypt(id, secretsKey, secrets).get("secret"));
        fresh.put("secret", given == null ? random(SECRET_BYTES) : given);
        seal(fresh, cipher);
        oldSecretUntil = now.plus(GRACE);
        updatedAt = now;
    }

    void disconnect(Instant now) {
        status = SourceStatus.DISCONNECTED;
        updatedAt = now;
    }

    void sealAnew(SecretCipher cipher) {
        seal(cipher.decrypt(id, secretsKey, secrets), cipher);
    }

    private void seal(Map<String, String> values, SecretCipher cipher) {
        secrets = cipher.encrypt(id, values);
        secretsKey = cipher.keyId();
    }

    String secret(SecretCipher cipher) {
        return String.valueOf(cipher.decrypt(id, secretsKey, secrets).get("secret"));
    }

    /** The secrets that prove a post now. */
    List<String> secrets(SecretCipher cipher, Instant now) {
        Map<String, String> open = cipher.decrypt(id, secretsKey, secrets);
        List<String> valid = new ArrayList<>(List.of(String.valueOf(open.get("secret"))));
        String old = open.get("old");
        if (old != null && oldSecretUntil != null && now.isBefore(oldSecretUntil)) {
            valid.add(old);
        }
        return valid;
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

    SourceType type() {
        return type;
    }

    SourceStatus status() {
        return status;
    }

    SourceSettings settings() {
        try {
            return JSON.readValue(settings, SourceSettings.class);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("Stored settings of a data source that are no JSON", broken);
        }
    }

    SourceView view(String address, SourceCounts counts) {
        return new SourceView(id, name, type, status, key, address, settings(), counts.received(), counts.applied(),
                counts.open(), counts.anonymous(), counts.refused(), counts.lastSyncAt(), createdAt, updatedAt);
    }

    private static String write(SourceSettings settings) {
        try {
            return JSON.writeValueAsString(settings);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Settings can always be written as JSON", impossible);
        }
    }

    private static String random(int bytes) {
        byte[] fresh = new byte[bytes];
        RANDOM.nextBytes(fresh);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fresh);
    }
}
