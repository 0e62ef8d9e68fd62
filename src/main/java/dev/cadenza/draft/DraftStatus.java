package dev.cadenza.draft;

/** How far a draft has come, as the API says it: what its message tells is part of it. */
public enum DraftStatus {
    /** Waits for a person's decision. */
    DRAFT,
    APPROVED,
    /** Its text is final and its message planned. */
    SCHEDULED,
    SENT,
    /** Its message was refused, came back, or was withdrawn. */
    FAILED,
    REJECTED
}
