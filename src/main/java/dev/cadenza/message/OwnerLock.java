package dev.cadenza.message;

import java.util.UUID;

/** The advisory lock of a campaign's sending: fences take it shared, a hold takes it alone. */
final class OwnerLock {

    private OwnerLock() {
    }

    /** Two owners may share a key: they then wait for each other's fences for a moment, and no more. */
    static long key(UUID ownerId) {
        return ownerId.getMostSignificantBits() ^ ownerId.getLeastSignificantBits();
    }
}
