package dev.cadenza.channel;

import java.util.Locale;

/** A way to reach a lead. */
public enum ChannelType {
    EMAIL("E-mail"),
    SMS("SMS"),
    WHATSAPP("WhatsApp"),
    MESSENGER("Messenger"),
    INSTAGRAM("Instagram"),
    /** Web push (RFC 8030) to the browsers in which the lead allowed it. */
    PUSH("Push");

    private final String label;

    ChannelType(String label) {
        this.label = label;
    }

    /** Its name in sentences for people. */
    public String label() {
        return label;
    }

    /** Its name in paths and sources, such as {@code whatsapp}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its messages are plain text; mails are HTML with a subject. */
    public boolean text() {
        return this != EMAIL;
    }

    /**
     * Whether free text may go only within 24 hours after the person's last message (the rule of WhatsApp, Messenger
     * and Instagram).
     */
    public boolean windowed() {
        return this == WHATSAPP || this == MESSENGER || this == INSTAGRAM;
    }
}
