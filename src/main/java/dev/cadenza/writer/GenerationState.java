package dev.cadenza.writer;

/** How the generation of a campaign's drafts stands. */
public enum GenerationState {
    RUNNING,
    /** The model gave nothing; it is asked again in a while. */
    RETRYING,
    /** The model gave nothing several times, or says that the request is wrong: an incident in Cockpit. */
    STUCK,
    /** The next request could go beyond the cap: raise it, or be content with what there is. */
    CAPPED,
    DONE
}
