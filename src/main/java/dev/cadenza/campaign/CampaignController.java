package dev.cadenza.campaign;

import dev.cadenza.draft.CampaignDrafts;
import dev.cadenza.draft.DraftStatus;
import dev.cadenza.draft.DraftView;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/campaigns")
@Tag(name = "Campaigns")
class CampaignController {

    private final CampaignDesk desk;
    private final CampaignControl control;
    private final CampaignDrafts drafts;

    CampaignController(CampaignDesk desk, CampaignControl control, CampaignDrafts drafts) {
        this.desk = desk;
        this.control = control;
        this.drafts = drafts;
    }

    @PostMapping
    @Operation(summary = "Write a new campaign; settings that are not given have the defaults")
    ResponseEntity<CampaignViews.View> create(@RequestBody CampaignViews.Write write) {
        CampaignViews.View view = desk.create(write);
        return ResponseEntity.created(URI.create("/api/v1/campaigns/" + view.id())).body(view);
    }

    @GetMapping
    @Operation(summary = "All campaigns, newest first")
    PageResponse<CampaignViews.View> list(@RequestParam(required = false) @Nullable CampaignStatus status,
            @RequestParam(required = false) @Nullable Integer page, @RequestParam(required = false) @Nullable Integer size) {
        PageQuery query = PageQuery.of(page, size);
        Page<CampaignViews.View> found = desk.list(status, query.page(), query.size());
        return PageResponse.of(found, view -> view);
    }

    @GetMapping("/{id}")
    @Operation(summary = "One campaign with its steps and settings")
    CampaignViews.View get(@PathVariable UUID id) {
        return desk.get(id);
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change a campaign that was not launched yet; what is not given stays")
    CampaignViews.View change(@PathVariable UUID id, @RequestBody CampaignViews.Write write) {
        return desk.change(id, write);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a campaign that was not launched yet")
    void delete(@PathVariable UUID id) {
        desk.delete(id);
    }

    @GetMapping("/{id}/steps")
    @Operation(summary = "The campaign's mails and delays in their order")
    List<CampaignViews.StepView> steps(@PathVariable UUID id) {
        return desk.get(id).steps();
    }

    @PutMapping("/{id}/steps")
    @Operation(summary = "Replace all steps")
    List<CampaignViews.StepView> writeSteps(@PathVariable UUID id, @RequestBody List<CampaignViews.StepWrite> steps) {
        return desk.change(id, CampaignViews.Write.of(steps, null)).steps();
    }

    @GetMapping("/{id}/settings")
    @Operation(summary = "How the campaign sends: window, days, timezone, pace")
    CampaignSettings settings(@PathVariable UUID id) {
        return desk.settings(id);
    }

    @PatchMapping("/{id}/settings")
    @Operation(summary = "Change settings; what is not given stays")
    @Nullable CampaignSettings writeSettings(@PathVariable UUID id, @RequestBody CampaignViews.SettingsWrite settings) {
        return desk.change(id, CampaignViews.Write.of(null, settings))
                .settings();
    }

    @GetMapping("/{id}/drafts")
    @Operation(summary = "The campaign's drafts, each with its lead, without their bodies")
    PageResponse<DraftView> drafts(@PathVariable UUID id, @RequestParam(required = false) @Nullable DraftStatus status,
            @RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return drafts.page(desk.get(id).id(), status, q, PageQuery.of(page, size));
    }

    @PostMapping("/{id}/check")
    @Operation(summary = "Everything that would keep the campaign from being launched now; empty when it can be")
    Faults check(@PathVariable UUID id) {
        return new Faults(desk.check(id));
    }

    @GetMapping(value = "/{id}/bpmn", produces = "application/xml")
    @Operation(summary = "The campaign as executable BPMN 2.0 with its diagram, before the launch too")
    String bpmn(@PathVariable UUID id) {
        return desk.bpmn(id);
    }

    @PostMapping("/{id}/launch")
    @Operation(summary = "Launch: refused with all faults, or started as a process")
    ResponseEntity<CampaignViews.View> launch(@PathVariable UUID id) {
        control.launch(id);
        return ResponseEntity.accepted().location(URI.create("/api/v1/campaigns/" + id)).body(desk.get(id));
    }

    @PostMapping("/{id}/pause")
    @Operation(summary = "Pause: after the answer nothing more is handed to a provider")
    CampaignViews.View pause(@PathVariable UUID id) {
        control.pause(id);
        return desk.get(id);
    }

    @PostMapping("/{id}/resume")
    @Operation(summary = "Let a paused campaign go on")
    CampaignViews.View resume(@PathVariable UUID id) {
        control.resume(id);
        return desk.get(id);
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "End the campaign for everybody; what was sent stays sent")
    CampaignViews.View cancel(@PathVariable UUID id) {
        control.cancel(id);
        return desk.get(id);
    }

    /** @param errors field, code and sentence of each */
    record Faults(List<FieldError> errors) {
    }
}
