package dev.cadenza.source;

import dev.cadenza.platform.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hashes and signatures. What is missing or malformed is wrong, and nothing throws. */
final class Digests {

    private Digests() {
    }

    static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    static byte[] sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** 128 bits of SHA-256: as good as the text itself, of one short length, and not to be read back. */
    static UUID digest(UUID owner, String what, String text) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(owner + "\n" + what + "\n" + text));
        return new UUID(hash.getLong(), hash.getLong());
    }

    /** Whether base64 of HMAC-SHA256 with any of the secrets. */
    static boolean signedBase64(List<String> secrets, @Nullable String signature, byte[] data) {
        return signature != null && secrets.stream().anyMatch(secret ->
                same(signature.strip(), Base64.getEncoder().encodeToString(hmac(secret, data))));
    }

    /** Whether hex of HMAC-SHA256, with or without {@code sha256=} in front. */
    static boolean signedHex(List<String> secrets, @Nullable String signature, byte[] data) {
        String hex = signature == null ? "" : signature.strip().toLowerCase(java.util.Locale.ROOT)
                .replaceFirst("^sha256=", "");
        return secrets.stream().anyMatch(secret -> same(hex, HexFormat.of().formatHex(hmac(secret, data))));
    }

    /** Whether it is any of the secrets. */
    static boolean isSecret(List<String> secrets, @Nullable String given) {
        return given != null && secrets.stream().anyMatch(secret -> same(given, secret));
    }

    /** A SHA-256 as 64 hexadecimal digits; null where it is none. */
    static byte @Nullable [] hash(@Nullable String hex) {
        return hex != null && hex.strip().matches("[0-9a-fA-F]{64}") ? HexFormat.of().parseHex(hex.strip()) : null;
    }

    private static byte[] hmac(String secret, byte[] data) {
        return Keys.hmac(secret.getBytes(StandardCharsets.UTF_8), data);
    }

    /** In a time that tells nothing about where they differ. */
    private static boolean same(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
