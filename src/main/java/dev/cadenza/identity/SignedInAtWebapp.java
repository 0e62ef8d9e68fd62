package dev.cadenza.identity;

/** Somebody has signed in at Tasklist, Cockpit or Admin. */
public record SignedInAtWebapp(SignedInUser user) {
}
