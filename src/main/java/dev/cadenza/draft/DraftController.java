package dev.cadenza.draft;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/drafts")
@Tag(name = "Drafts")
class DraftController {

    private final DraftList list;
    private final DraftReview review;
    private final ReviewTasks tasks;

    DraftController(DraftList list, DraftReview review, ReviewTasks tasks) {
        this.list = list;
        this.review = review;
        this.tasks = tasks;
    }

    @GetMapping
    @Operation(summary = "List drafts, each with its lead, without their bodies")
    PageResponse<DraftView> page(@RequestParam(required = false) @Nullable UUID campaignId,
            @RequestParam(required = false) @Nullable UUID cohortId,
            @RequestParam(required = false) @Nullable String stepId,
            @RequestParam(required = false) @Nullable String taskId,
            @RequestParam(required = false) @Nullable DraftStatus status,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageQuery query = PageQuery.of(page, size);
        DraftFilter filter = new DraftFilter(campaignId, cohortId, storable("stepId", stepId), status,
                storable("q", q));
        return list.page(taskId == null ? filter : tasks.narrow(filter, taskId), query);
    }

    @GetMapping("/counts")
    @Operation(summary = "Count the drafts of a review by decision")
    DraftCounts counts(@RequestParam UUID cohortId, @RequestParam String stepId) {
        return list.counts(cohortId, String.valueOf(storable("stepId", stepId)));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a draft")
    DraftView get(@PathVariable UUID id) {
        return list.get(id);
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Edit the subject, the body or both; an approved draft is undecided again")
    DraftView edit(@PathVariable UUID id, @RequestBody DraftReview.Edit edit) {
        review.edit(id, edit);
        return list.get(id);
    }

    @PostMapping("/{id}/approve")
    @Operation(summary = "Approve the version that was read")
    DraftView approve(@PathVariable UUID id, @RequestBody DraftReview.Decision decision, Principal who) {
        review.approve(id, decision, who.getName());
        return list.get(id);
    }

    @PostMapping("/{id}/reject")
    @Operation(summary = "Reject a draft: it will not be sent")
    DraftView reject(@PathVariable UUID id, @RequestBody DraftReview.Decision decision, Principal who) {
        review.reject(id, decision, who.getName());
        return list.get(id);
    }

    @PostMapping("/{id}/reopen")
    @Operation(summary = "Take a decision back")
    DraftView reopen(@PathVariable UUID id, @RequestBody DraftReview.Decision decision) {
        review.reopen(id, decision);
        return list.get(id);
    }

    @PostMapping("/approve-rest")
    @Operation(summary = "Approve all undecided drafts of a review that lack nothing")
    DraftReview.RestResult approveRest(@RequestBody DraftReview.RestDecision rest, Principal who) {
        return review.approveRest(rest, who.getName());
    }

    @PostMapping("/reject-rest")
    @Operation(summary = "Reject all undecided drafts of a review")
    DraftReview.RestResult rejectRest(@RequestBody DraftReview.RestDecision rest, Principal who) {
        return review.rejectRest(rest, who.getName());
    }

    private static @Nullable String storable(String field, @Nullable String text) {
        if (text != null && !dev.cadenza.lead.PlainText.storable(text)) {
            throw new Rejected(FieldError.of(field, "invalid", "The text holds characters that can't be searched."));
        }
        return text;
    }
}
