package dev.cadenza.audience;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.LeadView;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
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
@RequestMapping("/api/v1/segments")
@Tag(name = "Segments")
class SegmentController {

    private static final PageQuery FIRST_LEADS = PageQuery.of(0, 20);

    private final SegmentRegister register;
    private final Segments segments;
    private final Audiences audiences;
    private final LeadPages pages;

    SegmentController(SegmentRegister register, Segments segments, Audiences audiences, LeadPages pages) {
        this.register = register;
        this.segments = segments;
        this.audiences = audiences;
        this.pages = pages;
    }

    record SegmentBody(@Nullable String name, @Nullable String description, @Nullable JsonNode condition) {
        Naming naming() {
            return Naming.of(name, description);
        }

        JsonNode tree() {
            return required(condition);
        }
    }

    record PreviewBody(@Nullable JsonNode condition) {
    }

    /** @param leads the first of them */
    record Preview(long count, List<LeadView> leads) {
    }

    /** @param leads how many there are now; only where one segment is read */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SegmentView(UUID id, String name, @Nullable String description, JsonNode condition, @Nullable Long leads,
            Instant createdAt, Instant updatedAt) {
    }

    @PostMapping
    @Operation(summary = "Create a segment", description = "The condition is {\"all\": [..]}, {\"any\": [..]},"
            + " {\"not\": {..}} or {\"field\": .., \"operator\": .., \"value\": ..}.")
    ResponseEntity<SegmentView> create(@RequestBody SegmentBody body) {
        UUID id = register.create(body.naming(), body.tree());
        return ResponseEntity.created(URI.create("/api/v1/segments/" + id)).body(read(id));
    }

    @GetMapping
    @Operation(summary = "Page through the segments, by name")
    PageResponse<SegmentView> page(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageQuery query = PageQuery.of(page, size);
        Page<Segment> found = segments.byName(PageRequest.of(query.page(), query.size()));
        return PageResponse.of(found, segment -> view(segment, null));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a segment, with the number of its leads now")
    SegmentView read(@PathVariable UUID id) {
        return view(register.find(id), audiences.count(null, id));
    }

    @PutMapping("/{id}")
    @Operation(summary = "Redefine a segment")
    SegmentView redefine(@PathVariable UUID id, @RequestBody SegmentBody body) {
        register.redefine(id, body.naming(), body.tree());
        return read(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a segment")
    void delete(@PathVariable UUID id) {
        register.delete(id);
    }

    @GetMapping("/{id}/leads")
    @Operation(summary = "Page through the leads of a segment")
    PageResponse<LeadView> leads(@PathVariable UUID id, @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return pages.ofSegment(id, PageQuery.of(page, size));
    }

    @PostMapping("/preview")
    @Operation(summary = "See whom a condition selects, without saving it")
    Preview preview(@RequestBody PreviewBody body) {
        Condition condition = Condition.parse(required(body.condition()));
        register.requireSeen(condition);
        PageResponse<LeadView> first = pages.of(condition, FIRST_LEADS);
        return new Preview(first.totalElements(), first.content());
    }

    private SegmentView view(Segment segment, @Nullable Long leads) {
        return new SegmentView(segment.id(), segment.name(), segment.description(), register.tree(segment), leads,
                segment.createdAt(), segment.updatedAt());
    }

    private static JsonNode required(@Nullable JsonNode condition) {
        if (condition == null || condition.isNull()) {
            throw new Rejected(FieldError.required("condition"));
        }
        return condition;
    }
}
