package dev.cadenza.journey;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Workflow executions")
class RetryController {

    private final Retrying retrying;

    RetryController(Retrying retrying) {
        this.retrying = retrying;
    }

    /** @param cohorts groups of leads that are tried again */
    record Retried(int cohorts) {
    }

    @PostMapping("/executions/{id}/retry")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Tries the node again at which one execution has failed; the others of its group stay")
    void one(@PathVariable UUID id) {
        retrying.one(id);
    }

    @PostMapping("/workflows/{id}/retry-failed")
    @Operation(summary = "Tries again whatever has failed in a workflow")
    Retried all(@PathVariable UUID id) {
        return new Retried(retrying.all(id));
    }
}
