package dev.cadenza.problem;

import java.io.IOException;

/** The body of a request is longer than anything that is taken: 413. Thrown while it is read. */
public class TooLarge extends IOException {

    private static final long serialVersionUID = 1L;

    public TooLarge(long limit) {
        super("The body must not be longer than " + limit + " bytes.");
    }
}
