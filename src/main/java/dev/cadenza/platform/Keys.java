package dev.cadenza.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Keys for signatures, one for each purpose, the same on every node. All are derived (HMAC-SHA256) from one secret:
 * {@code cadenza.secret} where it is set, else 32 random bytes that the first node stored in the database.
 */
@Component
public class Keys {

    private final byte[] master;
    private final JdbcTemplate jdbc;

    Keys(CadenzaProperties properties, JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.master = properties.secret() == null || properties.secret().isBlank() ? stored(jdbc, "master")
                : properties.secret().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * 32 random bytes that were stored when they were first asked for. Unlike {@link #key} they stay the same when
     * {@code cadenza.secret} changes, for what has to be recognised for ever.
     */
    public byte[] lasting(String name) {
        return stored(jdbc, name);
    }

    /** 32 bytes for {@code purpose}; knowing them tells nothing about the keys of other purposes. */
    public byte[] key(String purpose) {
        return hmac(master, purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** HMAC-SHA256 (RFC 2104) of {@code data}. */
    public static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", impossible);
        }
    }

    private static byte[] stored(JdbcTemplate jdbc, String name) {
        byte[] fresh = new byte[32];
        new SecureRandom().nextBytes(fresh);
        jdbc.update("insert into app_secret(name, value) values (?, ?) on conflict (name) do nothing", name, fresh);
        byte[] value = jdbc.queryForObject("select value from app_secret where name = ?", byte[].class, name);
        if (value == null) {
            throw new IllegalStateException("The installation's secret is missing from app_secret");
        }
        return value;
    }
}
