package dev.cadenza.writer;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How drafts are written ({@code cadenza.drafts.*}).
 *
 * @param requestsPerMinute most requests to the model, of all nodes together
 * @param parallel requests of one node at the same time
 * @param batch leads whose drafts are stored together: what a crash costs at most
 * @param tokenCap most tokens of one campaign where it says nothing else
 */
@ConfigurationProperties("cadenza.drafts")
record WriterSettings(
        @DefaultValue("300") int requestsPerMinute,
        @DefaultValue("4") int parallel,
        @DefaultValue("20") int batch,
        @DefaultValue("10000000") long tokenCap) {

    WriterSettings {
        if (requestsPerMinute < 1 || parallel < 1 || batch < 1 || tokenCap < 1) {
            throw new IllegalArgumentException("The settings of cadenza.drafts are at least 1");
        }
    }
}
