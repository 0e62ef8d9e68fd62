package dev.cadenza.problem;

import java.util.List;

/** The content of the request is bad: 422, with each bad field named. Nothing was changed. */
public class Rejected extends Problem {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    public Rejected(FieldError... errors) {
        this(List.of(errors));
    }

    public Rejected(List<FieldError> errors) {
        super("invalid-content", errors.isEmpty() ? "The content is invalid." : errors.get(0).message());
        this.errors = List.copyOf(errors);
    }

    public List<FieldError> errors() {
        return errors;
    }
}
