package dev.cadenza.identity;

import dev.cadenza.platform.Keys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The form of refresh tokens: opaque to clients; a session's id, the number of the rotation, and 256 bits that only we
 * can compute, from the session's salt and a key. Any token that we ever gave out can so be told from one that somebody
 * made up, and the database holds a hash of the one that is good.
 */
@Component
class RefreshTokens {

    private static final int SECRET = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] key;

    RefreshTokens(Keys keys) {
        this.key = keys.key("refresh-token");
    }

    /** A token as it was presented; nothing about it has been verified. */
    record Presented(UUID session, int generation, byte[] secret) {
    }

    static byte[] newSalt() {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return salt;
    }

    String token(UUID session, int generation, byte[] salt) {
        byte[] bytes = ByteBuffer.allocate(20 + SECRET).putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits()).putInt(generation).put(secret(session, generation, salt))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Optional<Presented> read(String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
        if (bytes.length != 20 + SECRET) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        UUID session = new UUID(buffer.getLong(), buffer.getLong());
        int generation = buffer.getInt();
        byte[] secret = new byte[SECRET];
        buffer.get(secret);
        return Optional.of(new Presented(session, generation, secret));
    }

    boolean authentic(Presented token, byte[] salt) {
        return MessageDigest.isEqual(token.secret(), secret(token.session(), token.generation(), salt));
    }

    static String hash(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private byte[] secret(UUID session, int generation, byte[] salt) {
        return Keys.hmac(key, ByteBuffer.allocate(20 + salt.length).putLong(session.getMostSignificantBits())
                .putLong(session.getLeastSignificantBits()).putInt(generation).put(salt).array());
    }
}
