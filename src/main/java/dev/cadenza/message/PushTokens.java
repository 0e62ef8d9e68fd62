package dev.cadenza.message;

import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.platform.Keys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Links to the page on which a lead allows notifications. A link says for which lead and channel, signed, so that nobody
 * subscribes as somebody else: both ids and the first 128 bits of an HMAC-SHA256 over them, as base64url.
 */
@Component
class PushTokens {

    private static final int MAC_BYTES = 16;

    private final byte[] key;
    private final String base;

    PushTokens(Keys keys, CadenzaProperties properties) {
        this.key = keys.key("push-subscription");
        this.base = properties.publicUrl().toASCIIString().replaceFirst("/+$", "");
    }

    record Subject(UUID leadId, UUID channelId) {
    }

    /** The page, which says that it needs the whole link. */
    String page() {
        return base + "/push/index.html";
    }

    String link(Subject subject) {
        return page() + "?t=" + token(subject);
    }

    String token(Subject subject) {
        byte[] ids = ByteBuffer.allocate(32)
                .putLong(subject.leadId().getMostSignificantBits()).putLong(subject.leadId().getLeastSignificantBits())
                .putLong(subject.channelId().getMostSignificantBits())
                .putLong(subject.channelId().getLeastSignificantBits()).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                ByteBuffer.allocate(32 + MAC_BYTES).put(ids).put(Keys.hmac(key, ids), 0, MAC_BYTES).array());
    }

    Optional<Subject> read(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length != 32 + MAC_BYTES) {
            return Optional.empty();
        }
        byte[] mac = Arrays.copyOf(Keys.hmac(key, Arrays.copyOf(bytes, 32)), MAC_BYTES);
        ByteBuffer ids = ByteBuffer.wrap(bytes);
        return MessageDigest.isEqual(mac, Arrays.copyOfRange(bytes, 32, bytes.length))
                ? Optional.of(new Subject(new UUID(ids.getLong(), ids.getLong()), new UUID(ids.getLong(), ids.getLong())))
                : Optional.empty();
    }
}
