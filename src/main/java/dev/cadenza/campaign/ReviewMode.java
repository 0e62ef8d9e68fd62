package dev.cadenza.campaign;

/** Which mails a person reviews before they go. */
public enum ReviewMode {
    NONE, FIRST_STEP, EVERY_STEP
}
