package dev.cadenza.writer;

/**
 * Tokens of one campaign. What a request may cost at most is set aside before it is made, so that requests at the same
 * time together don't go beyond the cap either.
 */
final class Budget {

    private final long cap;
    private long before;
    private long setAside;
    private long prompt;
    private long completion;

    /** @param used tokens used before */
    Budget(long cap, long used) {
        this.cap = cap;
        this.before = used;
    }

    /** @throws CapReached where it may not be spent */
    synchronized void setAside(long most) {
        if (before + prompt + completion + setAside + most > cap) {
            throw new CapReached(cap);
        }
        setAside += most;
    }

    /** Gives back what was set aside, and counts what it came to. */
    synchronized void spend(long most, long promptTokens, long completionTokens) {
        setAside -= most;
        prompt += promptTokens;
        completion += completionTokens;
    }

    synchronized long prompt() {
        return prompt;
    }

    synchronized long completion() {
        return completion;
    }
}
