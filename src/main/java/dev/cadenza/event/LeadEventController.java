package dev.cadenza.event;

import dev.cadenza.event.LeadEventDesk.Filter;
import dev.cadenza.lead.EventKind;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/lead-events")
@Tag(name = "Lead events")
class LeadEventController {

    private final LeadEventDesk desk;

    LeadEventController(LeadEventDesk desk) {
        this.desk = desk;
    }

    record RetryAnswer(int retried) {
    }

    @GetMapping
    @Operation(summary = "What happened to leads, the latest first; failed=true for what could not be applied, or not"
            + " by all, and waits for a person. At most 100,000 are counted")
    PageResponse<LeadEventView> page(@RequestParam(required = false) @Nullable UUID leadId,
            @RequestParam(required = false) @Nullable EventKind kind,
            @RequestParam(required = false) @Nullable Boolean failed,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return desk.page(new Filter(leadId, kind, failed), PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One event")
    LeadEventView get(@PathVariable UUID id) {
        return desk.get(id);
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Do what could not be done about an event; what was done is not repeated")
    LeadEventView retry(@PathVariable UUID id) {
        desk.retry(id);
        return desk.get(id);
    }

    @PostMapping("/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Apply all events again that failed")
    RetryAnswer retryAll() {
        return new RetryAnswer(desk.retryAll());
    }
}
