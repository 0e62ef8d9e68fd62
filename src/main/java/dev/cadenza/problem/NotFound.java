package dev.cadenza.problem;

/** What was asked for is not there: 404. */
public class NotFound extends Problem {

    private static final long serialVersionUID = 1L;

    public NotFound(String what, Object id) {
        super("not-found", "There is no " + what + " " + id + ".");
    }
}
