package dev.cadenza.source;

/** Whether what a source sends is applied. */
enum SourceStatus {
    ACTIVE,
    /** What comes in is kept, and applied when the source is active again. */
    PAUSED,
    /** The other end has taken it out of use; what still comes (privacy topics) is applied. */
    DISCONNECTED
}
