package dev.cadenza.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Tells whether a post really comes from the provider. What is missing or malformed is wrong, and nothing throws. */
final class Signatures {

    private Signatures() {
    }

    /**
     * SendGrid's signed event webhook: ECDSA over P-256 with SHA-256 of the timestamp's characters and the raw body.
     *
     * @param publicKey the verification key that SendGrid shows, X.509 as base64
     * @param signature DER as base64
     * @param timestamp seconds since 1970, in the provider's characters
     */
    static boolean sendGrid(String publicKey, @Nullable String signature, @Nullable String timestamp, byte[] body) {
        if (signature == null || timestamp == null) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(KeyFactory.getInstance("EC")
                    .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(publicKey))));
            verifier.update(timestamp.getBytes(StandardCharsets.UTF_8));
            verifier.update(body);
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Whether a timestamp in seconds is no further from {@code now} than {@code tolerance}. */
    static boolean fresh(String timestamp, Instant now, Duration tolerance) {
        try {
            Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(at, now).abs().compareTo(tolerance) <= 0;
        } catch (RuntimeException notATime) {
            return false;
        }
    }

    /**
     * Twilio's X-Twilio-Signature: HMAC-SHA1 over the public address and the fields of the form, sorted by name. Twilio
     * may write the standard port or leave it out.
     */
    static boolean twilio(String authToken, @Nullable String signature, List<String> addresses,
            Map<String, List<String>> form) {
        if (signature == null) {
            return false;
        }
        StringBuilder fields = new StringBuilder();
        new TreeMap<>(form).forEach((name, values) -> new TreeSet<>(values)
                .forEach(value -> fields.append(name).append(value)));
        return addresses.stream().anyMatch(address -> same(signature, Base64.getEncoder().encodeToString(
                hmac("HmacSHA1", authToken, (address + fields).getBytes(StandardCharsets.UTF_8)))));
    }

    /** Of a body that is no form, the address holds the hex SHA-256. */
    static boolean twilioBody(@Nullable String bodySha256, byte[] body) {
        try {
            return bodySha256 != null && same(bodySha256,
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** Meta's X-Hub-Signature-256: HMAC-SHA256 with the app's secret over the raw body. */
    static boolean meta(String appSecret, @Nullable String signature, byte[] body) {
        return signature != null && same(signature,
                "sha256=" + HexFormat.of().formatHex(hmac("HmacSHA256", appSecret, body)));
    }

    /** In a time that tells nothing about where they differ. */
    static boolean same(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
                expected.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(String algorithm, String key, byte[] data) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has " + algorithm, impossible);
        }
    }
}
