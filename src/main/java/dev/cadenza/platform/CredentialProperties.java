package dev.cadenza.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys that credentials and other secrets are encrypted with ({@code cadenza.credentials.*}), each 32 bytes as base64.
 *
 * @param key encrypts; without it a file in the data directory is used where the database is the embedded one
 * @param previousKeys decrypt what was encrypted before the key was changed
 */
@ConfigurationProperties("cadenza.credentials")
public record CredentialProperties(@Nullable String key, @DefaultValue List<String> previousKeys) {

    @Override
    public String toString() {
        return "CredentialProperties[" + previousKeys.size() + " previous keys]";
    }
}
