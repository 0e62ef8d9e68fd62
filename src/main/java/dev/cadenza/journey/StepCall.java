package dev.cadenza.journey;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.compiler.Step;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One kind of step that asks somebody outside, once for each lead. Never called within a transaction. */
interface StepCall {

    /** What is asked about one lead. @param key the same for every attempt; @param visit which time the lead is there */
    record Question(Journey journey, Step step, UUID enrollmentId, UUID leadId, UUID key, int visit) {
    }

    /** @param body kept with the passage, for later conditions; @param note for the log */
    record Answer(ObjectNode body, String note) {
    }

    boolean answers(Step step);

    /** @throws CallFailed where there is no answer */
    Answer ask(Question question) throws CallFailed;

    /** There is no answer, for a reason that a person understands. */
    class CallFailed extends Exception {

        private static final long serialVersionUID = 1L;

        private final boolean again;
        private final transient @Nullable Duration notBefore;

        /**
         * @param again false where asking again can't help
         * @param notBefore how long to wait at least; null for as long as the step's rule says
         */
        CallFailed(String sentence, boolean again, @Nullable Duration notBefore) {
            super(sentence);
            this.again = again;
            this.notBefore = notBefore;
        }

        boolean again() {
            return again;
        }

        @Nullable Duration notBefore() {
            return notBefore;
        }
    }
}
