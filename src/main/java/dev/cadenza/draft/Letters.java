package dev.cadenza.draft;

import dev.cadenza.problem.Rejected;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compiled templates, the latest used of them kept. */
@Component
class Letters {

    private static final int KEPT = 100;

    private final Map<Key, Letter> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Letter> eldest) {
            return size() > KEPT;
        }
    };

    /** @throws Rejected with each fault of the template */
    Letter of(@Nullable String subject, String body) {
        Key key = new Key(subject, body);
        synchronized (compiled) {
            Letter letter = compiled.get(key);
            if (letter != null) {
                return letter;
            }
        }
        LetterCompiler.Outcome outcome = LetterCompiler.compile(subject, body);
        Letter letter = outcome.letter();
        if (letter == null) {
            throw new Rejected(outcome.faults().stream().map(Fault::asFieldError).toList());
        }
        synchronized (compiled) {
            compiled.put(key, letter);
        }
        return letter;
    }

    private record Key(@Nullable String subject, String body) {
    }
}
