package dev.cadenza.engine;

import java.net.URI;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Two who move the same instance at once, such as by one task: who comes second hears that, as with every other row. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class EngineConflicts {

    @ExceptionHandler(OptimisticLockingException.class)
    ProblemDetail changedMeanwhile(OptimisticLockingException second) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
                "Somebody else changed this at the same time. Read it again and repeat the change.");
        problem.setType(URI.create("urn:cadenza:problem:changed-meanwhile"));
        return problem;
    }
}
