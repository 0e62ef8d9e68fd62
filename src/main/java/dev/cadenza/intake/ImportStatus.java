package dev.cadenza.intake;

import java.util.Locale;

/** Where an import stands. */
public enum ImportStatus {

    /** The file is stored and waits for its turn. */
    PENDING,
    PROCESSING,
    COMPLETED,
    /** Failed for good, or until somebody looks at its incident in Cockpit. */
    FAILED,
    CANCELLED;

    /** In a sentence. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
