package dev.cadenza.journey;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Enrollments")
@Transactional(readOnly = true)
class EnrollmentController {

    private final EnrollmentQueries queries;
    private final EnrollmentExplainer explainer;

    EnrollmentController(EnrollmentQueries queries, EnrollmentExplainer explainer) {
        this.queries = queries;
        this.explainer = explainer;
    }

    @GetMapping("/enrollments/{id}")
    @Operation(summary = "One lead's passage through one campaign, with where it is and what it waits for in a sentence")
    Explained one(@PathVariable UUID id) {
        EnrollmentView enrollment = queries.get(id);
        return new Explained(enrollment, explainer.explain(enrollment));
    }

    @GetMapping("/enrollments")
    @Operation(summary = "Enrollments, filtered by campaign, lead and status")
    PageResponse<EnrollmentView> list(@RequestParam(required = false) @Nullable UUID campaignId,
            @RequestParam(required = false) @Nullable UUID leadId,
            @RequestParam(required = false) @Nullable EnrollmentStatus status,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return queries.list(new EnrollmentQueries.Filter(campaignId, leadId, status), PageQuery.of(page, size));
    }

    @GetMapping("/campaigns/{campaignId}/enrollments")
    @Operation(summary = "The leads of a campaign and where each of them is")
    PageResponse<EnrollmentView> ofCampaign(@PathVariable UUID campaignId,
            @RequestParam(required = false) @Nullable EnrollmentStatus status,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return queries.list(new EnrollmentQueries.Filter(campaignId, null, status), PageQuery.of(page, size));
    }

    /** @param explanation such as "waits until 3 June 2026 09:00 Europe/Berlin for 'Second mail'" */
    record Explained(@JsonUnwrapped EnrollmentView enrollment, String explanation) {
    }
}
