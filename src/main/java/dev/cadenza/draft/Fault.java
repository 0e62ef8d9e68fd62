package dev.cadenza.draft;

import dev.cadenza.problem.FieldError;

/**
 * What is wrong with a template.
 *
 * @param field {@code subject} or {@code body}
 * @param code stable word for programs, such as {@code unknown-variable}
 * @param message sentence for the person who wrote the template
 */
public record Fault(String field, String code, String message) {

    FieldError asFieldError() {
        return FieldError.of(field, code, message);
    }
}
