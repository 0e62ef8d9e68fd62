package dev.cadenza.message;

import dev.cadenza.platform.Keys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * How an address that must not be known any more is still recognised: by its HMAC-SHA256 under a key of this
 * installation's own. The list of suppressions then tells nobody who was erased, and a second import of the same address
 * still meets it. The key does not follow {@code cadenza.secret}, since no erasure may be forgotten with it.
 */
@Component
class ErasedAddresses {

    private static final String PREFIX = "hmac-sha256:";
    private static final String ALGORITHM = "HmacSHA256";

    /** Cloned for each address, which is much cheaper than asking the platform for one. */
    private final Mac prototype;

    ErasedAddresses(Keys keys) {
        try {
            prototype = Mac.getInstance(ALGORITHM);
            prototype.init(new SecretKeySpec(keys.lasting("suppression"), ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", impossible);
        }
    }

    /** What stands in {@code suppression.address} in place of the address. */
    String mark(String address) {
        try {
            Mac mac = (Mac) prototype.clone();
            return PREFIX + HexFormat.of().formatHex(mac.doFinal(address.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("The platform's HmacSHA256 can be cloned", impossible);
        }
    }
}
