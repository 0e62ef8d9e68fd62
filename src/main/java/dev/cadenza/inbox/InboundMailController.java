package dev.cadenza.inbox;

import dev.cadenza.inbox.InboundMail.Status;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/inbound-mails")
@Tag(name = "Inbound mail")
class InboundMailController {

    private final InboundMailDesk desk;
    private final Inbox inbox;

    InboundMailController(InboundMailDesk desk, Inbox inbox) {
        this.desk = desk;
        this.inbox = inbox;
    }

    /** Exactly one of the two: the lead that wrote it, or the message of ours that it answers. */
    record MatchRequest(@Nullable UUID leadId, @Nullable UUID messageId) {
    }

    @GetMapping
    @Operation(summary = "Mails that came in, the latest first; status=UNMATCHED and FAILED wait for a person")
    PageResponse<InboundMailView> list(@RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return desk.list(status == null ? null : status(status), PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One mail: what it was taken for, and what came of it")
    InboundMailView get(@PathVariable UUID id) {
        return desk.get(id);
    }

    @GetMapping("/{id}/raw")
    @Operation(summary = "The mail as it came")
    ResponseEntity<byte[]> raw(@PathVariable UUID id) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("message/rfc822"))
                .header(HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(id + ".eml").build().toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(desk.raw(id));
    }

    @PostMapping("/{id}/match")
    @Operation(summary = "Say whom a mail is from that could not be matched")
    InboundMailView match(@PathVariable UUID id, @RequestBody MatchRequest request) {
        desk.match(id, request.leadId(), request.messageId());
        return desk.get(id);
    }

    @PostMapping("/{id}/retry")
    @Operation(summary = "Apply a mail anew that failed or could not be matched")
    InboundMailView retry(@PathVariable UUID id) {
        desk.again(id);
        inbox.apply(id);
        return desk.get(id);
    }

    private static Status status(String value) {
        return Arrays.stream(Status.values()).filter(status -> status.name().equals(value)).findFirst()
                .orElseThrow(() -> new Rejected(FieldError.of("status", "unknown", "The status is one of "
                        + Arrays.stream(Status.values()).map(Enum::name).collect(Collectors.joining(", ")) + ".")));
    }
}
