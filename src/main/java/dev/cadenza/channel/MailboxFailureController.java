package dev.cadenza.channel;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Mails that came in and could not be taken: none is lost, and each can be tried again. */
@RestController
@RequestMapping("/api/v1/mailbox-failures")
@Tag(name = "Mailbox failures", description = "Incoming mails that could not be taken")
class MailboxFailureController {

    private final MailboxStore store;

    MailboxFailureController(MailboxStore store) {
        this.store = store;
    }

    @GetMapping
    @Operation(summary = "Mails that could not be taken, newest first; without nextAttemptAt they are given up")
    PageResponse<MailboxStore.Summary> failures(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageQuery query = PageQuery.of(page, size);
        return PageResponse.of(store.failures(query.offset(), query.size()), query.page(), query.size(),
                store.countFailures());
    }

    @GetMapping("/{id}/raw")
    @Operation(summary = "The mail as it came in (message/rfc822)")
    ResponseEntity<byte[]> raw(@PathVariable UUID id) {
        MailboxStore.Failure failure = store.failure(id).orElseThrow(() -> new NotFound("failed mail", id));
        return ResponseEntity.ok().contentType(MediaType.parseMediaType("message/rfc822"))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".eml\"")
                .body(failure.mail().raw());
    }

    @PostMapping("/{id}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Tries to take the mail again, at once and then as often as a new mail")
    void retry(@PathVariable UUID id) {
        if (!store.startAgain(id)) {
            throw new NotFound("failed mail", id);
        }
    }
}
