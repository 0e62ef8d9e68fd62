package dev.cadenza.platform;

import java.time.Duration;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The database did not answer within the time that a start waits for it. */
final class DatabaseUnreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseUnreachable(Duration waited, Throwable last) {
        super("The database did not answer for " + waited.toSeconds() + " s: " + last.getMessage(), last);
    }

    /** What the log says in place of a stack trace. */
    static final class Analyzer extends AbstractFailureAnalyzer<DatabaseUnreachable> {

        @Override
        protected FailureAnalysis analyze(Throwable root, DatabaseUnreachable failure) {
            return new FailureAnalysis(String.valueOf(failure.getMessage()),
                    "Start PostgreSQL, or correct spring.datasource.url, .username and .password. A start waits as long"
                            + " as cadenza.database-wait says.", failure);
        }
    }
}
