package dev.cadenza.platform;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Time-ordered identifiers: UUID version 7 (RFC 9562, section 5.7). Rows that are made together lie together in
 * their primary key's index, which random identifiers would scatter over all of it.
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static long lastMillis;
    private static int counter;

    private Ids() {
    }

    /** A new identifier, greater than every one this node has handed out before. */
    public static UUID next() {
        long millis;
        int sequence;
        synchronized (Ids.class) {
            long now = System.currentTimeMillis();
            if (now > lastMillis) {
                lastMillis = now;
                counter = RANDOM.nextInt(0x400);
            } else if (++counter > 0xFFF) {
                lastMillis++;
                counter = 0;
            }
            millis = lastMillis;
            sequence = counter;
        }
        long high = millis << 16 | 0x7000L | sequence;
        long low = RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
