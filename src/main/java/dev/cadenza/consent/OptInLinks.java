package dev.cadenza.consent;

import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.platform.Keys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Signed links of opt-ins: the id and the first 128 bits of its HMAC-SHA256, as base64url (RFC 4648, section 5). */
@Component
class OptInLinks {

    static final String PATH = "/u/opt-in/";
    private static final int ID_BYTES = 16;
    private static final int BYTES = 32;

    private final byte[] key;
    private final String base;

    OptInLinks(Keys keys, CadenzaProperties properties) {
        this.key = keys.key("opt-in");
        this.base = properties.publicUrl().toString().replaceAll("/+$", "") + PATH;
    }

    String link(UUID optInId) {
        return base + token(optInId);
    }

    Optional<UUID> read(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (bytes.length != BYTES) {
                return Optional.empty();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            UUID id = new UUID(buffer.getLong(), buffer.getLong());
            return MessageDigest.isEqual(bytes, signed(id)) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private String token(UUID id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(signed(id));
    }

    private byte[] signed(UUID id) {
        ByteBuffer token = ByteBuffer.allocate(BYTES).putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        byte[] mac = Keys.hmac(key, Arrays.copyOf(token.array(), ID_BYTES));
        return token.put(mac, 0, BYTES - ID_BYTES).array();
    }
}
