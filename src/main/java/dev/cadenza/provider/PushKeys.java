package dev.cadenza.provider;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Keys on the curve P-256 in the forms of web push: points of 65 bytes, numbers of 32, both as base64url. */
final class PushKeys {

    private static final int NUMBER = 32;
    private static final ECParameterSpec P256 = curve();

    private PushKeys() {
    }

    static KeyPair fresh() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has P-256", impossible);
        }
    }

    /** The uncompressed point (SEC 1, section 2.3.3). */
    static byte[] bytes(ECPublicKey key) {
        byte[] point = new byte[1 + 2 * NUMBER];
        point[0] = 4;
        put(key.getW().getAffineX(), point, 1);
        put(key.getW().getAffineY(), point, 1 + NUMBER);
        return point;
    }

    static byte[] bytes(ECPrivateKey key) {
        byte[] number = new byte[NUMBER];
        put(key.getS(), number, 0);
        return number;
    }

    /** @throws IllegalArgumentException where the bytes are no point on the curve */
    static ECPublicKey publicKey(byte[] point) {
        if (point.length != 1 + 2 * NUMBER || point[0] != 4) {
            throw new IllegalArgumentException("A public key has 65 bytes and begins with 4");
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + NUMBER));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + NUMBER, point.length));
        requireOnCurve(x, y);
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), P256));
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("These bytes are no public key", malformed);
        }
    }

    static ECPrivateKey privateKey(byte[] number) {
        if (number.length != NUMBER) {
            throw new IllegalArgumentException("A private key has 32 bytes");
        }
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, number), P256));
        } catch (GeneralSecurityException malformed) {
            throw new IllegalArgumentException("These bytes are no private key", malformed);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException where it is no base64url */
    static byte[] bytes(String base64) {
        return Base64.getUrlDecoder().decode(base64.strip());
    }

    /** A point beside the curve would give away bits of our key (an invalid curve attack). */
    private static void requireOnCurve(BigInteger x, BigInteger y) {
        BigInteger p = ((java.security.spec.ECFieldFp) P256.getCurve().getField()).getP();
        BigInteger right = x.pow(3).add(P256.getCurve().getA().multiply(x)).add(P256.getCurve().getB()).mod(p);
        if (x.compareTo(p) >= 0 || y.compareTo(p) >= 0 || !y.pow(2).mod(p).equals(right)) {
            throw new IllegalArgumentException("The public key is not on the curve");
        }
    }

    private static void put(BigInteger number, byte[] into, int at) {
        byte[] bytes = number.toByteArray();
        int skip = Math.max(0, bytes.length - NUMBER);
        System.arraycopy(bytes, skip, into, at + NUMBER - (bytes.length - skip), bytes.length - skip);
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has P-256", impossible);
        }
    }
}
