package dev.cadenza.source;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of data sources ({@code cadenza.sources.*}).
 *
 * @param maxBody most bytes of a post
 * @param perSource most posts to one source in a minute, on one node
 * @param perAddress most posts that come without a secret from one address in a minute, on one node
 * @param batchSize most events that are applied in one transaction
 * @param signatureTolerance how far the signed time of a post may be from ours
 * @param wholeHashes how often all hashes of addresses are compared with the leads, while anybody asks by hash
 */
@ConfigurationProperties("cadenza.sources")
record IntakeSettings(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("12000") int perSource,
        @DefaultValue("600") int perAddress,
        @DefaultValue("500") int batchSize,
        @DefaultValue("10m") Duration signatureTolerance,
        @DefaultValue("1h") Duration wholeHashes) {

    IntakeSettings {
        if (batchSize < 1 || perSource < 1 || perAddress < 1) {
            throw new IllegalArgumentException("cadenza.sources: batch-size, per-source and per-address"
                    + " are at least 1");
        }
    }
}
