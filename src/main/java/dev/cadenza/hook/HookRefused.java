package dev.cadenza.hook;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A post that is not taken: nothing was kept. */
class HookRefused extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private HookRefused(HttpStatus status, String type, String sentence) {
        super(status, problem(status, type, sentence), null);
    }

    static HookRefused signature() {
        return new HookRefused(HttpStatus.FORBIDDEN, "wrong-signature",
                "The signature of this post is missing, wrong, or too old.");
    }

    static HookRefused tooLarge() {
        return new HookRefused(HttpStatus.PAYLOAD_TOO_LARGE, "too-large", "The body of this post is too large.");
    }

    static HookRefused unknown() {
        return new HookRefused(HttpStatus.NOT_FOUND, "not-found", "There is no such channel.");
    }

    private static ProblemDetail problem(HttpStatus status, String type, String sentence) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, sentence);
        detail.setType(URI.create("urn:cadenza:problem:" + type));
        return detail;
    }
}
