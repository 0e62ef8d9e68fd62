package dev.cadenza.hook;

import dev.cadenza.hook.HookEvent.Status;
import dev.cadenza.hook.HookEventDesk.Filter;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/hook-events")
@Tag(name = "Webhook events")
class HookEventController {

    private final HookEventDesk desk;

    HookEventController(HookEventDesk desk) {
        this.desk = desk;
    }

    /** Either ids, or what failed or was not matched, of one provider or channel or of all. */
    record ReplayRequest(@Nullable List<UUID> ids, @Nullable Status status, @Nullable String provider,
            @Nullable UUID channelId) {
    }

    record ReplayAnswer(int replayed) {
    }

    @GetMapping
    @Operation(summary = "Events that providers posted, the latest first; status=UNMATCHED and FAILED wait for a person."
            + " At most 100,000 are counted")
    PageResponse<HookEventView> list(@RequestParam(required = false) @Nullable Status status,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(required = false) @Nullable UUID channelId,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return desk.list(new Filter(status, provider, channelId), PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One event as it came, and what came of it")
    HookEventView get(@PathVariable UUID id) {
        return desk.get(id);
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Apply an event anew; what it said already changes nothing again")
    HookEventView replay(@PathVariable UUID id) {
        desk.replay(id);
        return desk.get(id);
    }

    @PostMapping("/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Apply many events anew: those of these ids, or all that are UNMATCHED or FAILED")
    ReplayAnswer replay(@RequestBody ReplayRequest request) {
        return new ReplayAnswer(desk.replay(request.ids(),
                new Filter(request.status(), request.provider(), request.channelId())));
    }
}
