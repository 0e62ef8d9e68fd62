package dev.cadenza.draft;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.lead.LeadFields;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Set;
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
@RequestMapping("/api/v1/templates")
@Tag(name = "Templates")
class TemplateController {

    private final Templates templates;
    private final TestSend testSend;

    TemplateController(Templates templates, TestSend testSend) {
        this.templates = templates;
        this.testSend = testSend;
    }

    record Queued(UUID messageId) {
    }

    record PreviewOfTemplate(@Nullable UUID leadId) {
    }

    /** @param channel EMAIL where it is left out */
    record PreviewOfText(@Nullable ChannelType channel, @Nullable String subject, @Nullable String body,
            @Nullable UUID leadId) {
    }

    @GetMapping
    @Operation(summary = "List the templates by name; q searches name and subject")
    PageResponse<TemplateView> list(@RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return PageResponse.of(templates.list(q, PageQuery.of(page, size)), Template::view);
    }

    @GetMapping("/variables")
    @Operation(summary = "List the known fields of leads; attributes of leads are variables too")
    Set<String> variables() {
        return LeadFields.names();
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a template")
    TemplateView get(@PathVariable UUID id) {
        return templates.get(id).view();
    }

    @PostMapping
    @Operation(summary = "Create a template; the body is HTML or plain text")
    ResponseEntity<TemplateView> create(@RequestBody Templates.Change change) {
        Template template = templates.create(change);
        return ResponseEntity.created(URI.create("/api/v1/templates/" + template.id())).body(template.view());
    }

    @PutMapping("/{id}")
    @Operation(summary = "Replace a template; what was written with it stays as it is")
    TemplateView change(@PathVariable UUID id, @RequestBody Templates.Change change) {
        return templates.change(id, change).view();
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a template; what was written with it stays")
    void delete(@PathVariable UUID id) {
        templates.delete(id);
    }

    @PostMapping("/{id}/preview")
    @Operation(summary = "Show what a template becomes for a lead")
    Templates.Preview preview(@PathVariable UUID id, @RequestBody PreviewOfTemplate request) {
        Template template = templates.get(id);
        return templates.preview(template.channel(), template.subject(), template.body(), request.leadId());
    }

    @PostMapping("/preview")
    @Operation(summary = "Show what a text that is not saved becomes for a lead")
    Templates.Preview preview(@RequestBody PreviewOfText request) {
        return templates.preview(request.channel() == null ? ChannelType.EMAIL : request.channel(),
                request.subject() == null ? "" : request.subject(), request.body(), request.leadId());
    }

    @PostMapping("/{id}/test-send")
    @Operation(summary = "Send a template, as it becomes for a lead, to an address of one's own")
    ResponseEntity<Queued> testSend(@PathVariable UUID id, @RequestBody TestSend.Request request) {
        UUID message = testSend.send(id, request);
        return ResponseEntity.accepted().location(URI.create("/api/v1/messages/" + message))
                .body(new Queued(message));
    }
}
