package dev.cadenza.campaign;

/** Where a campaign stands. */
public enum CampaignStatus {
    /** Being written; nothing happens. */
    DRAFT,
    /** Its drafts are being written, before its launch. */
    GENERATING,
    /** Its drafts are written; it can be launched or exported. */
    READY,
    /** It ended in a CSV file. */
    EXPORTED,
    /** Launched, and waits for its time. */
    SCHEDULED,
    RUNNING,
    PAUSED,
    /** Everybody who was enrolled has finished. */
    COMPLETED,
    CANCELLED
}
