package dev.cadenza.problem;

import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.validation.ConstraintViolationException;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Maps every failure to problem details (RFC 9457) with a stable {@code type}. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final String BASE = "urn:cadenza:problem:";

    @ExceptionHandler(NotFound.class)
    ProblemDetail notFound(NotFound problem) {
        return detail(HttpStatus.NOT_FOUND, problem.type(), problem.getMessage());
    }

    @ExceptionHandler(Conflict.class)
    ProblemDetail conflict(Conflict problem) {
        return detail(HttpStatus.CONFLICT, problem.type(), problem.getMessage());
    }

    @ExceptionHandler(Rejected.class)
    ProblemDetail rejected(Rejected problem) {
        return invalid(problem.errors());
    }

    @ExceptionHandler(ConstraintViolationException.class)
    ProblemDetail violated(ConstraintViolationException violation) {
        return invalid(violation.getConstraintViolations().stream()
                .map(v -> FieldError.of(v.getPropertyPath().toString(), "invalid", v.getMessage()))
                .toList());
    }

    @ExceptionHandler(OptimisticLockingFailureException.class)
    ProblemDetail changedMeanwhile(OptimisticLockingFailureException failure) {
        return detail(HttpStatus.CONFLICT, "changed-meanwhile",
                "Somebody else changed this at the same time. Read it again and repeat the change.");
    }

    /** Two requests waited for each other, and this one was ended for it: the same request may well succeed now. */
    @ExceptionHandler(PessimisticLockingFailureException.class)
    ResponseEntity<ProblemDetail> inEachOthersWay(PessimisticLockingFailureException failure) {
        LOG.warn("A request was in another's way", failure);
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "1")
                .body(detail(HttpStatus.SERVICE_UNAVAILABLE, "in-each-others-way",
                        "This request and another were in each other's way, so this one was given up. Send it again."));
    }

    @ExceptionHandler(DataIntegrityViolationException.class)
    ProblemDetail integrity(DataIntegrityViolationException violation) {
        LOG.warn("A request broke a database constraint", violation);
        return detail(HttpStatus.CONFLICT, "conflicting-data",
                "The change contradicts data that is stored already.");
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ProblemDetail mistyped(MethodArgumentTypeMismatchException mismatch) {
        return invalid(List.of(FieldError.of(mismatch.getName(), "invalid",
                "'" + mismatch.getValue() + "' is not a value for this field.")));
    }

    @ExceptionHandler(MultipartException.class)
    ProblemDetail unreadableParts(MultipartException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof TooLarge tooLarge
                ? detail(HttpStatus.PAYLOAD_TOO_LARGE, "too-large", tooLarge.getMessage())
                : detail(HttpStatus.BAD_REQUEST, "unreadable", "The parts of the request can't be read.");
    }

    @ExceptionHandler(Exception.class)
    ProblemDetail unexpected(Exception failure) throws Exception {
        if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
            throw failure;
        }
        LOG.error("A request failed", failure);
        return detail(HttpStatus.INTERNAL_SERVER_ERROR, "internal-error",
                "Something went wrong on our side. The failure has been logged.");
    }

    @Override
    protected ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException invalid,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldError> errors = invalid.getBindingResult().getFieldErrors().stream()
                .map(e -> FieldError.of(e.getField(), e.getCode() == null ? "invalid" : kebab(e.getCode()),
                        e.getDefaultMessage() == null ? "The value is invalid." : e.getDefaultMessage()))
                .toList();
        return ResponseEntity.unprocessableEntity().headers(headers).body(invalid(errors));
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(HttpMessageNotReadableException unreadable,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (unreadable.getCause() instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return ResponseEntity.unprocessableEntity().headers(headers).body(invalid(List.of(
                    FieldError.of(path(mapping), "invalid", mapping instanceof StorableTexts.Unstorable
                            ? mapping.getOriginalMessage() : "The value has the wrong form for this field."))));
        }
        if (NestedExceptionUtils.getMostSpecificCause(unreadable) instanceof TooLarge tooLarge) {
            return ResponseEntity.status(HttpStatus.PAYLOAD_TOO_LARGE).headers(headers)
                    .body(detail(HttpStatus.PAYLOAD_TOO_LARGE, "too-large", tooLarge.getMessage()));
        }
        return ResponseEntity.badRequest().headers(headers)
                .body(detail(HttpStatus.BAD_REQUEST, "unreadable", "The body of the request is not readable JSON."));
    }

    @Override
    protected ResponseEntity<Object> handleMissingServletRequestPart(MissingServletRequestPartException missing,
            HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return ResponseEntity.unprocessableEntity().headers(headers)
                .body(invalid(List.of(FieldError.required(missing.getRequestPartName()))));
    }

    private static ProblemDetail invalid(List<FieldError> errors) {
        ProblemDetail detail = detail(HttpStatus.UNPROCESSABLE_ENTITY, "invalid-content",
                errors.isEmpty() ? "The content is invalid." : errors.get(0).message());
        detail.setProperty("errors", errors);
        return detail;
    }

    private static ProblemDetail detail(HttpStatus status, String type, String sentence) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, sentence);
        detail.setType(URI.create(BASE + type));
        return detail;
    }

    private static String path(JsonMappingException mapping) {
        return mapping.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : "." + part.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static String kebab(String code) {
        return code.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
