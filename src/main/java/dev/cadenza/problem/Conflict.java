package dev.cadenza.problem;

/** The request is well-formed but the thing it speaks of is in no state for it: 409. */
public class Conflict extends Problem {

    private static final long serialVersionUID = 1L;

    public Conflict(String type, String message) {
        super(type, message);
    }
}
