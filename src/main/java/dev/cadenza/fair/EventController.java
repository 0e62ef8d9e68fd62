package dev.cadenza.fair;

import dev.cadenza.audience.NewLists;
import dev.cadenza.lead.LeadView;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
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
@RequestMapping("/api/v1/events")
@Tag(name = "Events", description = "Trade events and the leads that were met there")
class EventController {

    private static final int MAX_IDS = 10_000;

    private final EventRegister register;
    private final EventLeads leads;
    private final NewLists newLists;
    private final TransactionTemplate transaction;

    EventController(EventRegister register, EventLeads leads, NewLists newLists, TransactionTemplate transaction) {
        this.register = register;
        this.leads = leads;
        this.newLists = newLists;
        this.transaction = transaction;
    }

    @Schema(name = "EventBody")
    record EventBody(@Nullable String name, @Schema(example = "2026-04-20") @Nullable String date,
            @Nullable String location, @Nullable String industry, @Nullable String description) {
        EventDetails details() {
            return EventDetails.of(name, date, location, industry, description);
        }
    }

    record LeadsBody(@Nullable List<@Nullable UUID> leadIds) {
        Set<UUID> ids() {
            if (leadIds == null) {
                throw new Rejected(FieldError.required("leadIds"));
            }
            if (leadIds.isEmpty() || leadIds.size() > MAX_IDS || leadIds.stream().anyMatch(Objects::isNull)) {
                throw new Rejected(FieldError.of("leadIds", "invalid",
                        "These must be the ids of 1 to " + MAX_IDS + " leads."));
            }
            return Set.copyOf(leadIds);
        }
    }

    /** Either a list that there is, or the name of a new one. */
    record ListBody(@Nullable UUID listId, @Nullable String newListName) {
    }

    record Added(int added) {
    }

    record Removed(int removed) {
    }

    record Copied(UUID listId, int added) {
    }

    @PostMapping
    @Operation(summary = "Create an event")
    ResponseEntity<EventView> create(@RequestBody EventBody body) {
        UUID id = register.create(body.details());
        return ResponseEntity.created(URI.create("/api/v1/events/" + id)).body(register.find(id));
    }

    @GetMapping
    @Operation(summary = "Page through the events, the latest first", description = "'q' looks for words in name,"
            + " location and industry.")
    PageResponse<EventView> page(@RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return register.page(q, PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read an event, with the numbers of its leads and cards")
    EventView read(@PathVariable UUID id) {
        return register.find(id);
    }

    @PutMapping("/{id}")
    @Operation(summary = "Change an event")
    EventView change(@PathVariable UUID id, @RequestBody EventBody body) {
        register.change(id, body.details());
        return register.find(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete an event", description = "Its leads and its cards stay.")
    void delete(@PathVariable UUID id) {
        register.delete(id);
    }

    @GetMapping("/{id}/leads")
    @Operation(summary = "Page through the leads that were met at an event")
    PageResponse<LeadView> leads(@PathVariable UUID id, @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return leads.page(id, PageQuery.of(page, size));
    }

    @PostMapping("/{id}/leads")
    @Operation(summary = "Add up to 10,000 leads to an event")
    Added add(@PathVariable UUID id, @RequestBody LeadsBody body) {
        return new Added(leads.add(id, body.ids()));
    }

    @PostMapping("/{id}/leads/remove")
    @Operation(summary = "Take up to 10,000 leads off an event")
    Removed remove(@PathVariable UUID id, @RequestBody LeadsBody body) {
        return new Removed(leads.remove(id, body.ids()));
    }

    @DeleteMapping("/{id}/leads/{leadId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take one lead off an event")
    void removeOne(@PathVariable UUID id, @PathVariable UUID leadId) {
        leads.remove(id, List.of(leadId));
    }

    @PostMapping("/{id}/list")
    @Operation(summary = "Put everybody who was met at an event into a list", description = "Give the id of a list"
            + " or the name of a new one; a campaign can be addressed to it then.")
    Copied toList(@PathVariable UUID id, @RequestBody ListBody body) {
        boolean named = body.newListName() != null && !body.newListName().isBlank();
        if (named == (body.listId() != null)) {
            throw new Rejected(FieldError.of("listId", named ? "ambiguous" : "required",
                    "Give either the id of a list or the name of a new one."));
        }
        register.find(id);
        return transaction.execute(status -> {
            UUID list = body.listId() != null ? body.listId() : newLists.create(String.valueOf(body.newListName()));
            return new Copied(list, leads.copyTo(list, id));
        });
    }
}
