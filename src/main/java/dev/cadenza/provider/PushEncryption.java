package dev.cadenza.provider;

import dev.cadenza.channel.PushDevice;
import dev.cadenza.platform.Keys;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.security.interfaces.ECPublicKey;

/** Encrypts a notification so that only the browser can read it: RFC 8291, in the content coding of RFC 8188. */
final class PushEncryption {

    /** What fits into one record beside its padding and tag, so that every push service takes it. */
    static final int MOST_BYTES = 3993;
    private static final int RECORD_SIZE = 4096;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PushEncryption() {
    }

    /** @throws IllegalArgumentException where the device's keys are none */
    static byte[] encrypt(byte[] text, PushDevice device) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return encrypt(text, PushKeys.bytes(device.p256dh()), PushKeys.bytes(device.auth()), PushKeys.fresh(), salt);
    }

    static byte[] encrypt(byte[] text, byte[] browserKey, byte[] auth, KeyPair own, byte[] salt) {
        byte[] ownKey = PushKeys.bytes((ECPublicKey) own.getPublic());
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own.getPrivate());
            agreement.doPhase(PushKeys.publicKey(browserKey), true);
            byte[] shared = Keys.hmac(auth, agreement.generateSecret());
            byte[] input = Keys.hmac(shared, joined("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), browserKey,
                    ownKey, new byte[] {1}));
            byte[] secret = Keys.hmac(salt, input);
            byte[] key = Arrays.copyOf(Keys.hmac(secret, info("Content-Encoding: aes128gcm\0")), 16);
            byte[] nonce = Arrays.copyOf(Keys.hmac(secret, info("Content-Encoding: nonce\0")), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] sealed = cipher.doFinal(joined(text, new byte[] {2}));
            byte[] head = ByteBuffer.allocate(21).put(salt).putInt(RECORD_SIZE).put((byte) ownKey.length).array();
            return joined(head, ownKey, sealed);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalArgumentException("The browser's keys can't be used", unusable);
        }
    }

    private static byte[] info(String text) {
        return joined(text.getBytes(StandardCharsets.US_ASCII), new byte[] {1});
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
