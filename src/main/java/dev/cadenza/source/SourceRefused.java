package dev.cadenza.source;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A post that is not taken: nothing was kept. */
class SourceRefused extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    private SourceRefused(HttpStatus status, String type, String sentence) {
        super(status, problem(status, type, sentence), null);
    }

    static SourceRefused signature() {
        return new SourceRefused(HttpStatus.UNAUTHORIZED, "wrong-signature",
                "What proves the sender is missing, wrong, or too old.");
    }

    static SourceRefused origin() {
        return new SourceRefused(HttpStatus.FORBIDDEN, "foreign-origin",
                "Pages of this origin may not send to this source, and no secret came with the post.");
    }

    static SourceRefused tooLarge() {
        return new SourceRefused(HttpStatus.PAYLOAD_TOO_LARGE, "too-large", "The body of this post is too large.");
    }

    static SourceRefused unknown() {
        return new SourceRefused(HttpStatus.NOT_FOUND, "not-found", "There is no such source.");
    }

    static SourceRefused content(String sentence) {
        return new SourceRefused(HttpStatus.BAD_REQUEST, "unreadable", sentence);
    }

    static SourceRefused tooMany() {
        SourceRefused refused = new SourceRefused(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests",
                "Too many posts in a short time.");
        refused.getHeaders().set("Retry-After", "10");
        return refused;
    }

    private static ProblemDetail problem(HttpStatus status, String type, String sentence) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, sentence);
        detail.setType(URI.create("urn:cadenza:problem:" + type));
        return detail;
    }
}
