package dev.cadenza.source;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/data-sources")
@Tag(name = "Data sources", description = "Websites, shops, forms and other systems that tell what people do")
class SourceController {

    private final SourceRegister register;
    private final DataEventDesk desk;

    SourceController(SourceRegister register, DataEventDesk desk) {
        this.register = register;
        this.desk = desk;
    }

    @Schema(name = "DataSourceSecret")
    record SecretBody(@Nullable String secret) {

        @Override
        public String toString() {
            return "SecretBody";
        }
    }

    /** @param ids null for all that wait for a person */
    @Schema(name = "DataEventRepetition")
    record Repeat(@Nullable List<UUID> ids) {
    }

    record Repeated(int repeated) {
    }

    @PostMapping
    @Operation(summary = "Set up a data source", description = "Types: gtm, facebook_pixel, shopify, webhook, form. The"
            + " answer holds its address and, this once, its secret. For Shopify give the app's client secret.")
    ResponseEntity<SourceRegister.WithSecret> create(@RequestBody SourceInput.Request request) {
        SourceRegister.WithSecret made = register.create(request);
        return ResponseEntity.created(URI.create("/api/v1/data-sources/" + made.source().id()))
                .header("Cache-Control", "no-store").body(made);
    }

    @GetMapping
    @Operation(summary = "Page through the data sources by name, with what they sent")
    PageResponse<SourceView> page(@RequestParam(required = false) @Nullable SourceType type,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return register.page(type, PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a data source, with the counts of its events")
    SourceView read(@PathVariable UUID id) {
        return register.get(id);
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change a data source",
            description = "What is left out stays; settings are replaced as a whole."
            + " PAUSED keeps what comes in until it is ACTIVE again.")
    SourceView change(@PathVariable UUID id, @RequestBody SourceInput.Request request) {
        return register.change(id, request);
    }

    @PostMapping("/{id}/secret")
    @Operation(summary = "Make a new secret, or take the one that Shopify shows; the old one counts for a day more")
    ResponseEntity<SourceRegister.WithSecret> rotate(@PathVariable UUID id,
            @RequestBody(required = false) @Nullable SecretBody body) {
        return ResponseEntity.ok().header("Cache-Control", "no-store")
                .body(register.rotateSecret(id, body == null ? null : body.secret()));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a data source and what it sent; what came of that stays with the leads")
    void delete(@PathVariable UUID id) {
        register.remove(id);
    }

    @GetMapping("/{id}/events")
    @Operation(summary = "Events of a source, the latest first; status=REFUSED and FAILED wait for a person, with the"
            + " reason. At most 100,000 are counted")
    PageResponse<DataEventDesk.View> events(@PathVariable UUID id,
            @RequestParam(required = false) DataEvent.@Nullable Status status,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return desk.page(id, status, PageQuery.of(page, size));
    }

    @GetMapping("/{id}/events/{eventId}")
    @Operation(summary = "One event as it came, and what came of it")
    DataEventDesk.View event(@PathVariable UUID id, @PathVariable UUID eventId) {
        return desk.get(id, eventId);
    }

    @PostMapping("/{id}/events/repeat")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Apply refused and failed events anew: those of these ids, or all")
    Repeated repeat(@PathVariable UUID id, @RequestBody Repeat request) {
        return new Repeated(desk.repeat(id, request.ids()));
    }
}
