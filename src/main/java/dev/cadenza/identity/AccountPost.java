package dev.cadenza.identity;

import java.time.Duration;
import java.util.UUID;

/** Hands a mail about somebody's account to whatever mail leaves by. Modules above identity know how. */
public interface AccountPost {

    /**
     * A mail about an account.
     *
     * @param id the same at every try
     */
    record Mail(UUID id, String to, String subject, String text, String html) {
    }

    /** What came of it. */
    sealed interface Outcome {

        record Taken() implements Outcome {
        }

        /** Not taken, or nobody knows: to be tried again. A second copy of such a mail does no harm. */
        record Later(String reason, Duration after) implements Outcome {
        }

        record Refused(String reason) implements Outcome {
        }
    }

    Outcome hand(Mail mail);
}
