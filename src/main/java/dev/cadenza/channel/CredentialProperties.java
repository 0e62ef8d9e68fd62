package dev.cadenza.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys that channels' credentials are encrypted with ({@code cadenza.credentials.*}), each 32 bytes as base64.
 *
 * @param key encrypts; without it a file in the data directory is used where the database is the embedded one
 * @param previousKeys decrypt what was encrypted before the key was changed
 */
@ConfigurationProperties("cadenza.credentials")
record CredentialProperties(@Nullable String key, @DefaultValue List<String> previousKeys) {

    @Override
    public String toString() {
        return "CredentialProperties[" + previousKeys.size() + " previous keys]";
    }
}
