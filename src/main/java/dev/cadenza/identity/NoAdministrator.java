package dev.cadenza.identity;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Nobody could sign in to the installation that is about to start. */
class NoAdministrator extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    NoAdministrator(String sentence) {
        super(sentence);
    }

    /** Prints the sentence in place of a stack trace. */
    static class Analyzer extends AbstractFailureAnalyzer<NoAdministrator> {

        @Override
        protected FailureAnalysis analyze(Throwable root, NoAdministrator cause) {
            return new FailureAnalysis(cause.getMessage(), "Set CADENZA_ADMIN_EMAIL and CADENZA_ADMIN_PASSWORD (at"
                    + " least " + Passwords.MIN_LENGTH + " characters) for the first start.", cause);
        }
    }
}
