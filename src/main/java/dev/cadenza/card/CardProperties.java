package dev.cadenza.card;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of business cards ({@code cadenza.cards.*}).
 *
 * @param parallel how many pictures a node reads at a time; each takes up to some hundred megabytes while it does
 * @param reviewBelow a card of which we are less sure than this, from 0.00 to 1.00, waits for a person
 * @param maxFileSize the largest picture or PDF that is accepted
 * @param maxFiles files of one upload
 * @param maxPages pages of one PDF, each of which is a card
 * @param maxPixels the largest picture that is accepted, in pixels
 * @param timeLimit the longest time for one pass over one picture
 * @param languages trained data of Tesseract, such as {@code eng} or {@code deu+eng}; what is built in is {@code eng}
 * @param dataPath a directory with further trained data; null for what is built in
 */
@ConfigurationProperties("cadenza.cards")
record CardProperties(
        @DefaultValue("1") int parallel,
        @DefaultValue("0.85") double reviewBelow,
        @DefaultValue("20MB") DataSize maxFileSize,
        @DefaultValue("50") int maxFiles,
        @DefaultValue("30") int maxPages,
        @DefaultValue("50000000") long maxPixels,
        @DefaultValue("60s") Duration timeLimit,
        @DefaultValue("eng") String languages,
        @Nullable Path dataPath) {

    CardProperties {
        if (parallel < 1 || parallel > 16 || maxFiles < 1 || maxPages < 1 || maxPixels < 1) {
            throw new IllegalArgumentException("cadenza.cards: parallel must be 1 to 16, and limits at least 1.");
        }
        if (reviewBelow < 0 || reviewBelow > 1) {
            throw new IllegalArgumentException("cadenza.cards.review-below must be from 0.00 to 1.00.");
        }
    }
}
