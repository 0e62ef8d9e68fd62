package dev.cadenza.identity;

import java.util.Locale;

/** What a user may do. Each user has exactly one role. */
public enum Role {

    /** Everything: users, deployments and settings too. */
    ADMINISTRATOR,
    /** Makes and runs campaigns, reviews in Tasklist. */
    MARKETER,
    /** Reads everything, changes nothing. */
    ANALYST,
    /** A program: what a marketer may do over REST, and neither Tasklist nor Cockpit. */
    SERVICE;

    /** The role's name as a group of the process engine, such as {@code marketer}. */
    public String group() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role's name as Spring Security knows it, such as {@code ROLE_MARKETER}. */
    public String authority() {
        return "ROLE_" + name();
    }
}
