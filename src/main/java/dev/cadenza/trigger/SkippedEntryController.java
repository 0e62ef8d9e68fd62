package dev.cadenza.trigger;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.trigger.SkippedEntries.SkippedEntryView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Workflows")
class SkippedEntryController {

    private final SkippedEntries skipped;

    SkippedEntryController(SkippedEntries skipped) {
        this.skipped = skipped;
    }

    @GetMapping("/api/v1/workflows/{id}/skipped-entries")
    @Operation(summary = "Leads that a trigger spoke for and that did not come in, with the reason; the latest first")
    PageResponse<SkippedEntryView> page(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID leadId,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return skipped.page(id, leadId, PageQuery.of(page, size));
    }
}
