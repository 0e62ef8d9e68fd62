package dev.cadenza.bench;

import java.util.concurrent.atomic.AtomicLong;

/** Looks at the heap every few milliseconds; garbage that is not collected yet counts. */
final class PeakHeap {

    private final AtomicLong peak = new AtomicLong();
    private final Thread thread = new Thread(this::watch, "peak-heap");

    PeakHeap() {
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            peak.accumulateAndGet(used(), Math::max);
            try {
                Thread.sleep(5);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    /** @return bytes */
    long stop() {
        thread.interrupt();
        return peak.get();
    }

    /** What is in use after a full collection, in bytes. */
    static long live() {
        System.gc();
        return used();
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
