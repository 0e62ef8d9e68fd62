package dev.cadenza.message;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/sender-accounts")
@Tag(name = "Sender accounts")
class SenderAccountController {

    private final SenderAccounts senders;
    private final SenderViews views;

    SenderAccountController(SenderAccounts senders, SenderViews views) {
        this.senders = senders;
        this.views = views;
    }

    @GetMapping
    @Operation(summary = "List the sender accounts by address, with what each has sent today")
    PageResponse<SenderView> list(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return views.page(PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a sender account with what it has sent today")
    SenderView get(@PathVariable UUID id) {
        return views.get(id);
    }

    @PostMapping
    @Operation(summary = "Create a sender account")
    ResponseEntity<SenderView> create(@RequestBody SenderRequest request) {
        UUID id = senders.add(request.checked()).id();
        return ResponseEntity.created(URI.create("/api/v1/sender-accounts/" + id)).body(views.get(id));
    }

    @PutMapping("/{id}")
    @Operation(summary = "Replace the settings of a sender account; a new pace holds from the next message on")
    SenderView change(@PathVariable UUID id, @RequestBody SenderRequest request) {
        senders.change(id, request.checked());
        return views.get(id);
    }

    @PostMapping("/{id}/deactivate")
    @Operation(summary = "Deactivate a sender account: what is queued for it waits")
    SenderView deactivate(@PathVariable UUID id) {
        senders.deactivate(id);
        return views.get(id);
    }

    @PostMapping("/{id}/activate")
    @Operation(summary = "Activate a sender account again")
    SenderView activate(@PathVariable UUID id) {
        senders.activate(id);
        return views.get(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Remove a sender account that nothing was or is going to be sent through")
    void remove(@PathVariable UUID id) {
        senders.remove(id);
    }
}
