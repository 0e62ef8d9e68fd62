package dev.cadenza.problem;

/**
 * What is wrong with one field of a request.
 *
 * @param field path of the field in the request, such as {@code steps[1].delay}
 * @param code stable word for programs, such as {@code required}
 * @param message sentence for people
 */
public record FieldError(String field, String code, String message) {

    public static FieldError of(String field, String code, String message) {
        return new FieldError(field, code, message);
    }

    public static FieldError required(String field) {
        return new FieldError(field, "required", "This field is required.");
    }
}
