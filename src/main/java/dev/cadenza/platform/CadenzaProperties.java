package dev.cadenza.platform;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the installation ({@code cadenza.*}).
 *
 * @param dataDirectory where the embedded servers keep their data
 * @param publicUrl the address under which recipients reach this installation, for tracking and unsubscribe links
 * @param secret key material from which all signing keys are derived; where empty one is made and kept in the database
 */
@ConfigurationProperties("cadenza")
public record CadenzaProperties(
        @DefaultValue("data") Path dataDirectory,
        @DefaultValue("http://localhost:8080") URI publicUrl,
        @Nullable String secret) {
}
