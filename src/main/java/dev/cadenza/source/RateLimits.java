package dev.cadenza.source;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How many posts come in from where, on this node: a count for each minute that fills again evenly. It holds off floods
 * and is no accounting, so it lives in memory, of bounded size, and takes no lock in the database.
 */
@Component
class RateLimits {

    private static final int MOST_REMEMBERED = 20_000;
    private static final double MILLIS = 60_000;

    private final Map<String, double[]> buckets = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, double[]> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private final IntakeSettings settings;
    private final Clock clock;

    RateLimits(IntakeSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws SourceRefused where too many came to this source */
    void source(String key) {
        require("s" + key, settings.perSource());
    }

    /** @throws SourceRefused where too many without a secret came from this address */
    void address(String address) {
        require("a" + address, settings.perAddress());
    }

    private void require(String who, int perMinute) {
        double now = clock.millis();
        synchronized (buckets) {
            double[] bucket = buckets.computeIfAbsent(who, unseen -> new double[] {perMinute, now});
            bucket[0] = Math.min(perMinute, bucket[0] + Math.max(0, now - bucket[1]) * perMinute / MILLIS);
            bucket[1] = now;
            if (bucket[0] < 1) {
                throw SourceRefused.tooMany();
            }
            bucket[0]--;
        }
    }
}
