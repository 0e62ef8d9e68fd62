package dev.cadenza.enrichment;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Enrichment", description = "What others know about leads, and what follows from what is known")
class EnrichmentController {

    private static final String SOURCES = "/api/v1/enrichment-sources";

    private final EnrichmentRegister register;
    private final Enrichments enrichments;
    private final EnrichmentRows rows;
    private final LeadProfiles leads;
    private final ActivityLog activity;
    private final TransactionTemplate transaction;

    EnrichmentController(EnrichmentRegister register, Enrichments enrichments, EnrichmentRows rows, LeadProfiles leads,
            ActivityLog activity, TransactionTemplate transaction) {
        this.register = register;
        this.enrichments = enrichments;
        this.rows = rows;
        this.leads = leads;
        this.activity = activity;
        this.transaction = transaction;
    }

    /** @param overwrite whether the answer replaces what the lead's fields hold */
    @Schema(name = "EnrichBody")
    record EnrichBody(@Nullable String source, @Nullable Boolean overwrite) {
    }

    @PostMapping(SOURCES)
    @Operation(summary = "Set up a source of enrichment", description = "Types: people_data_labs, forager, crustdata,"
            + " embedded. Keys are kept encrypted and never shown; only administrators may set a base address.")
    ResponseEntity<EnrichmentSourceView> create(@RequestBody EnrichmentInput.Request request) {
        EnrichmentSourceView made = register.create(request);
        return ResponseEntity.created(URI.create(SOURCES + "/" + made.id())).body(made);
    }

    @GetMapping(SOURCES)
    @Operation(summary = "Page through the sources of enrichment by key")
    PageResponse<EnrichmentSourceView> page(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return register.page(PageQuery.of(page, size));
    }

    @GetMapping(SOURCES + "/{id}")
    @Operation(summary = "Read a source of enrichment")
    EnrichmentSourceView read(@PathVariable UUID id) {
        return register.get(id);
    }

    @PatchMapping(SOURCES + "/{id}")
    @Operation(summary = "Change a source of enrichment; what is left out stays, settings are replaced as a whole")
    EnrichmentSourceView change(@PathVariable UUID id, @RequestBody EnrichmentInput.Request request) {
        return register.change(id, request);
    }

    @DeleteMapping(SOURCES + "/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a source of enrichment with its answers; what they filled stays")
    void delete(@PathVariable UUID id) {
        register.remove(id);
    }

    @PostMapping("/api/v1/leads/{leadId}/enrich")
    @Operation(summary = "Ask a source about a lead now", description = "An answer that is still fresh is not asked for"
            + " again. 409 where asking can't help, 503 with Retry-After where it can later.")
    Enrichments.Answer enrich(@PathVariable UUID leadId, @RequestBody EnrichBody body) {
        if (leads.find(leadId).isEmpty()) {
            throw new NotFound("lead", leadId);
        }
        String source = body.source();
        if (source == null) {
            throw new Rejected(FieldError.required("source"));
        }
        if (!enrichments.knows(source)) {
            throw new Rejected(FieldError.of("source", "unknown", "There is no active source '" + source + "'."));
        }
        try {
            Enrichments.Answer answer = enrichments.enrich(leadId, source, Boolean.TRUE.equals(body.overwrite()));
            transaction.executeWithoutResult(status -> activity.record(Action.LEAD_ENRICHED, leadId, Map.of("source",
                    source, "found", answer.found())));
            return answer;
        } catch (EnrichmentFailed failed) {
            throw problem(failed);
        }
    }

    @GetMapping("/api/v1/leads/{leadId}/enrichments")
    @Operation(summary = "What sources answered about a lead, the latest first, each answer whole")
    PageResponse<EnrichmentRows.View> answers(@PathVariable UUID leadId,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        if (leads.find(leadId).isEmpty()) {
            throw new NotFound("lead", leadId);
        }
        return rows.page(leadId, PageQuery.of(page, size));
    }

    private static RuntimeException problem(EnrichmentFailed failed) {
        if (!failed.again()) {
            return new Conflict("enrichment-failed", failed.getMessage() + ".");
        }
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, failed.getMessage()
                + ".");
        detail.setType(URI.create("urn:cadenza:problem:enrichment-later"));
        ErrorResponseException later = new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, detail, failed);
        if (failed.retryAfter() != null) {
            later.getHeaders().set("Retry-After", String.valueOf(Math.max(1, failed.retryAfter().toSeconds())));
        }
        return later;
    }
}
