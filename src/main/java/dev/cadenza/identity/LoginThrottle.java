package dev.cadenza.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Slows down the guessing of passwords: after {@value #LIMIT} failures in a row an account, whether it exists or not,
 * is refused for a while without a look at the password. Each node counts for itself.
 */
@Component
class LoginThrottle {

    static final int LIMIT = 10;
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MAX_ACCOUNTS = 10_000;

    private record Failures(int count, Instant last) {
    }

    private final Map<String, Failures> byAccount = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ACCOUNTS;
        }
    };
    private final Clock clock;

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean refuses(String account) {
        Failures failures = byAccount.get(account);
        return failures != null && failures.count() >= LIMIT && clock.instant().isBefore(failures.last().plus(PAUSE));
    }

    synchronized void failed(String account) {
        Instant now = clock.instant();
        Failures before = byAccount.get(account);
        boolean stale = before == null || !now.isBefore(before.last().plus(PAUSE));
        byAccount.put(account, new Failures(stale ? 1 : before.count() + 1, now));
    }

    synchronized void succeeded(String account) {
        byAccount.remove(account);
    }
}
