package dev.cadenza.campaign;

/** Where a campaign stands. */
public enum CampaignStatus {
    /** Being written; nothing happens. */
    DRAFT,
    /** Launched, and waits for its time. */
    SCHEDULED,
    RUNNING,
    PAUSED,
    /** Everybody who was enrolled has finished. */
    COMPLETED,
    CANCELLED
}
