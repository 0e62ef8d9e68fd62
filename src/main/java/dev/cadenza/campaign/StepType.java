package dev.cadenza.campaign;

/** What a campaign step does: sends over a channel, or waits. */
public enum StepType {
    EMAIL, DELAY
}
