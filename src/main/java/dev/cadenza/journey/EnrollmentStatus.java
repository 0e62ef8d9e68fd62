package dev.cadenza.journey;

/** Where one lead's passage through one journey stands. Every enrollment has exactly one, and ends in one. */
public enum EnrollmentStatus {
    /** Enrolled; nothing has been queued yet. */
    PENDING,
    /** At least one message is queued or was sent. */
    IN_PROGRESS,
    /** Went through to the end. */
    COMPLETED,
    /** Reached what the journey is for. */
    GOAL_REACHED,
    /** Left because the lead answered. */
    REPLIED,
    /** Left because its address does not exist. */
    BOUNCED,
    /** Left because the lead wants nothing more. */
    UNSUBSCRIBED,
    /** Left because automation was stopped for the lead, by a person, a complaint or a suppression. */
    STOPPED,
    /** Left because a reviewer rejected its draft. */
    REJECTED,
    /** Left because the whole journey was cancelled. */
    CANCELLED,
    /** Nothing could be sent: every attempt was refused. */
    FAILED;

    /** True while the lead is on its way. */
    public boolean open() {
        return this == PENDING || this == IN_PROGRESS;
    }
}
