package dev.cadenza.message;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Named places on the way of a message at which a test can end this process as {@code kill -9} would. Does nothing
 * unless the system property {@code cadenza.crash-at} names one: {@code after-fence-commit} ends the process when it
 * gets there for the first time, {@code after-fence-commit:7} for the seventh.
 */
final class CrashPoints {

    static final String AFTER_CLAIM = "after-claim";
    static final String BEFORE_FENCE_COMMIT = "before-fence-commit";
    static final String AFTER_FENCE_COMMIT = "after-fence-commit";
    static final String AFTER_HANDOVER = "after-handover";
    static final String BEFORE_RECORD_COMMIT = "before-record-commit";
    static final String AFTER_RECORD_COMMIT = "after-record-commit";

    private static final @Nullable String WHERE;
    private static final AtomicInteger LEFT;

    static {
        String[] parts = System.getProperty("cadenza.crash-at", "").split(":");
        WHERE = parts[0].isEmpty() ? null : parts[0];
        LEFT = new AtomicInteger(parts.length > 1 ? Integer.parseInt(parts[1]) : 1);
    }

    private CrashPoints() {
    }

    static void reach(String point) {
        if (WHERE != null && WHERE.equals(point) && LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }
}
