package dev.cadenza.identity;

import dev.cadenza.platform.Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Remembers for a short while which passwords have been verified, so that a script pays for the slow hash once and not
 * on every request. What is kept is a keyed hash of user, stored hash and password under a key that lives in this
 * process only: a dump of the memory gives no list of passwords to try without it, and a changed password, role or
 * activity makes the entry worthless at once.
 */
@Component
class VerifiedPasswords {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MAX_ENTRIES = 1_000;

    private final byte[] key = new byte[32];
    private final Map<ByteBuffer, Long> until = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Long> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    VerifiedPasswords() {
        new SecureRandom().nextBytes(key);
    }

    boolean contains(User user, String password) {
        ByteBuffer digest = digest(user, password);
        synchronized (until) {
            Long deadline = until.get(digest);
            return deadline != null && System.nanoTime() - deadline < 0;
        }
    }

    void add(User user, String password) {
        ByteBuffer digest = digest(user, password);
        synchronized (until) {
            until.put(digest, System.nanoTime() + KEPT.toNanos());
        }
    }

    private ByteBuffer digest(User user, String password) {
        String text = user.id() + ":" + user.credentialState() + ":" + password;
        return ByteBuffer.wrap(Keys.hmac(key, text.getBytes(StandardCharsets.UTF_8)));
    }
}
