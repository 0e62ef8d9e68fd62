package dev.cadenza.tracking;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signed tokens of links in mails: one byte for the purpose, the message's id, for a click the number of the link and
 * its destination, then the first 128 bits of an HMAC-SHA256 over all of it, as base64url (RFC 4648, section 5). The
 * destination itself is signed, so a token leads nowhere but where the mail's link led.
 */
class TrackingTokens {

    private static final int MAC_BYTES = 16;
    private static final int HEAD_BYTES = 1 + 16;
    private static final byte OPEN = 'o';
    private static final byte CLICK = 'c';
    private static final byte UNSUBSCRIBE = 'u';

    private final Mac prototype;

    TrackingTokens(byte[] key) {
        try {
            prototype = Mac.getInstance("HmacSHA256");
            prototype.init(new SecretKeySpec(key, "HmacSHA256"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", impossible);
        }
    }

    /** @param link number of the link in its mail, from 0 to 65535 */
    record Click(UUID messageId, int link, String url) {
    }

    String open(UUID messageId) {
        return sign(head(OPEN, messageId, 0));
    }

    String unsubscribe(UUID messageId) {
        return sign(head(UNSUBSCRIBE, messageId, 0));
    }

    String click(Click click) {
        byte[] url = click.url().getBytes(StandardCharsets.UTF_8);
        return sign(head(CLICK, click.messageId(), 2 + url.length).putShort((short) click.link()).put(url));
    }

    Optional<UUID> readOpen(String token) {
        return read(OPEN, token).map(TrackingTokens::messageId);
    }

    Optional<UUID> readUnsubscribe(String token) {
        return read(UNSUBSCRIBE, token).map(TrackingTokens::messageId);
    }

    Optional<Click> readClick(String token) {
        return read(CLICK, token).map(body -> new Click(messageId(body),
                Short.toUnsignedInt(body.getShort(HEAD_BYTES)),
                new String(body.array(), HEAD_BYTES + 2, body.limit() - HEAD_BYTES - 2, StandardCharsets.UTF_8)));
    }

    private static ByteBuffer head(byte kind, UUID id, int more) {
        return ByteBuffer.allocate(HEAD_BYTES + more + MAC_BYTES)
                .put(kind).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID messageId(ByteBuffer body) {
        return new UUID(body.getLong(1), body.getLong(9));
    }

    private String sign(ByteBuffer body) {
        byte[] mac = mac(body.array(), body.position());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(body.put(mac, 0, MAC_BYTES).array());
    }

    private Optional<ByteBuffer> read(byte kind, String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        int length = bytes.length - MAC_BYTES;
        if (length < HEAD_BYTES + (kind == CLICK ? 2 : 0) || bytes[0] != kind) {
            return Optional.empty();
        }
        byte[] expected = Arrays.copyOf(mac(bytes, length), MAC_BYTES);
        boolean genuine = MessageDigest.isEqual(expected, Arrays.copyOfRange(bytes, length, bytes.length));
        return genuine ? Optional.of(ByteBuffer.wrap(bytes, 0, length)) : Optional.empty();
    }

    private byte[] mac(byte[] data, int length) {
        try {
            Mac mac = (Mac) prototype.clone();
            mac.update(data, 0, length);
            return mac.doFinal();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("The platform's HmacSHA256 can be cloned", impossible);
        }
    }
}
