package dev.cadenza.model;

/** The server refuses this one request, for its content or its length; others may well succeed. */
public class RequestRefused extends ModelUnavailable {

    private static final long serialVersionUID = 1L;

    RequestRefused(String message) {
        super(message, false, null);
    }
}
