package dev.cadenza.channel;

import dev.cadenza.platform.SecretCipher;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A channel as it is kept. How much of its limits is used is kept in columns of the same row that only the dispatcher
 * writes.
 */
@Entity
@Table(name = "channel_config")
class StoredChannel {

    @Id
    private UUID id;
    private String name;
    private String provider;
    @Enumerated(EnumType.STRING)
    private ChannelType channel;
    @JdbcTypeCode(SqlTypes.JSON)
    private Map<String, String> settings = Map.of();
    private String[] credentialNames;
    private String credentialsKey;
    private byte[] credentials;
    private @Nullable BigDecimal perSecond;
    private @Nullable Integer perDay;
    private boolean active;
    private Instant createdAt;
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected StoredChannel() {
    }

    StoredChannel(UUID id, ChannelContent content, SecretCipher cipher, Instant now) {
        this.id = id;
        this.provider = content.provider();
        this.channel = content.channel();
        this.createdAt = now;
        change(content, cipher, now);
    }

    /** Neither provider nor channel: what was sent through it would mean something else. */
    final void change(ChannelContent content, SecretCipher cipher, Instant now) {
        this.name = content.name();
        this.settings = Map.copyOf(content.settings());
        this.perSecond = content.limits().perSecond();
        this.perDay = content.limits().perDay();
        this.active = content.active();
        this.updatedAt = now;
        encrypt(content.credentials(), cipher);
    }

    void encryptAnew(SecretCipher cipher, Instant now) {
        encrypt(cipher.decrypt(id, credentialsKey, credentials), cipher);
        this.updatedAt = now;
    }

    private void encrypt(Map<String, String> values, SecretCipher cipher) {
        this.credentialNames = values.keySet().stream().sorted().toArray(String[]::new);
        this.credentials = cipher.encrypt(id, values);
        this.credentialsKey = cipher.keyId();
    }

    ChannelConfig view(SecretCipher cipher) {
        String key = credentialsKey;
        byte[] encrypted = credentials;
        Credentials secrets = new Credentials(Set.of(credentialNames), () -> cipher.decrypt(id, key, encrypted));
        return new ChannelConfig(id, name, provider, channel, settings, secrets,
                new ChannelConfig.Limits(perSecond, perDay), active, version, createdAt, updatedAt);
    }
}
