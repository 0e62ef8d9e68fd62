package dev.cadenza.lead;

/**
 * What can happen to a lead, as far as automation takes notice of it: what triggers, waits, goals and scores speak of.
 * The {@code key} of an event says which of its kind it is.
 */
public enum EventKind {
    /** The lead is new. No key. */
    LEAD_CREATED("Lead is created"),
    /** A field changed; the key is the field. */
    LEAD_CHANGED("Lead changes"),
    /** The key is the list's id. */
    LIST_JOINED("Joins a list"),
    /** The key is the list's id. */
    LIST_LEFT("Leaves a list"),
    /** The key is the segment's id. */
    SEGMENT_ENTERED("Enters a segment"),
    /** The key is the segment's id. */
    SEGMENT_LEFT("Leaves a segment"),
    /** The key is the tag. */
    TAG_ADDED("Gets a tag"),
    /** The score went up or down; the payload holds {@code from} and {@code to}. No key. */
    SCORE_CHANGED("Score changes"),
    /** The key is the campaign's or workflow's id where the message belongs to one. */
    MESSAGE_OPENED("Opens a message"),
    /** The key is the campaign's or workflow's id where the message belongs to one; the payload holds the address. */
    MESSAGE_CLICKED("Clicks a link"),
    /** The key is the campaign's or workflow's id where the reply answers one. */
    MESSAGE_REPLIED("Replies"),
    /** An inbound text begins with a word; the key is the word, in lower case. */
    KEYWORD("Sends a keyword"),
    /** A page was looked at; the key is its path. */
    VISIT("Visits a page"),
    /** Something was bought; the payload holds {@code value} and {@code currency}. */
    PURCHASE("Buys"),
    /** Anything else that a data source reports; the key is its name. */
    CUSTOM("Custom event"),
    /** A form was filled in; the key is the form's key. */
    FORM_SUBMITTED("Fills in a form"),
    /** An inbound webhook was called about the lead; the key is the webhook's key. */
    WEBHOOK_CALLED("Webhook is called"),
    /** A workflow gave points. The key is the workflow's id. */
    POINTS_GIVEN("Gets points");

    private final String label;

    EventKind(String label) {
        this.label = label;
    }

    /** What people read in diagrams and messages. */
    public String label() {
        return label;
    }
}
