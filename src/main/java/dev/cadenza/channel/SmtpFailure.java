package dev.cadenza.channel;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No mail can be handed over to this server now: it can't be reached, or refuses us before any mail is named. */
class SmtpFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    SmtpFailure(String message, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
