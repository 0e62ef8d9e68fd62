package dev.cadenza.inbox;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the inbox ({@code cadenza.inbox.*}).
 *
 * @param strangers what a mail becomes that a person wrote whom we do not know
 */
@ConfigurationProperties("cadenza.inbox")
record InboxSettings(@DefaultValue("lead") Strangers strangers) {

    enum Strangers {
        /** Its sender becomes a lead, with the source {@code email}. */
        LEAD,
        /** It is kept among the mails that nobody could match. */
        KEEP
    }
}
