package dev.cadenza.campaign;

/** What becomes of a lead whose draft a reviewer rejects. */
public enum RejectedLeads {
    /** It skips that mail and goes on to the next step. */
    CONTINUE,
    /** It leaves the campaign. */
    LEAVE
}
