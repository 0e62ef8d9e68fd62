package dev.cadenza.intake;

import dev.cadenza.platform.Ids;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Many identifiers at once: UUIDs version 7 that follow one another from a fresh one of {@link Ids} on. Their random
 * bits come from a generator that this one seeds with its own, which takes a tenth of the time and is no less unique;
 * a lead's id is no secret.
 */
final class IdBlock {

    private final SplittableRandom random;
    private long millis;
    private int counter;

    IdBlock() {
        UUID first = Ids.next();
        random = new SplittableRandom(first.getLeastSignificantBits());
        millis = first.getMostSignificantBits() >>> 16;
        counter = (int) (first.getMostSignificantBits() & 0xFFF);
    }

    /** The upper half of the next identifier. */
    long nextHigh() {
        if (++counter > 0xFFF) {
            counter = 0;
            millis++;
        }
        return millis << 16 | 0x7000L | counter;
    }

    /** A lower half. */
    long nextLow() {
        return random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    }
}
