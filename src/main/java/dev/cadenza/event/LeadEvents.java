package dev.cadenza.event;

import java.util.Collection;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The way into the stream. */
@Component
public class LeadEvents {

    /**
     * Writes events in the caller's transaction: one statement for all. They take effect soon after it has committed.
     * An event's impact on the score comes from the decision table; that of {@code POINTS_GIVEN} is its payload's
     * {@code points}.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void append(Collection<NewEvent> events) {
        throw new UnsupportedOperationException("still to come");
    }
}
