package dev.cadenza.audience;

import dev.cadenza.lead.LeadView;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Objects;
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
@RequestMapping("/api/v1/lists")
@Tag(name = "Lists")
class ListController {

    static final int MAX_IDS = 10_000;

    private final ListRegister register;
    private final ListMembers members;
    private final LeadPages pages;

    ListController(ListRegister register, ListMembers members, LeadPages pages) {
        this.register = register;
        this.members = members;
        this.pages = pages;
    }

    record ListBody(@Nullable String name, @Nullable String description) {
        Naming naming() {
            return Naming.of(name, description);
        }
    }

    record MembersBody(@Nullable List<@Nullable UUID> leadIds) {
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

    /** @param unknown ids that no lead has; the others were added all the same */
    record Added(int added, int alreadyMembers, List<UUID> unknown) {
    }

    record Removed(int removed) {
    }

    @PostMapping
    @Operation(summary = "Create a list")
    ResponseEntity<ListView> create(@RequestBody ListBody body) {
        UUID id = register.create(body.naming());
        return ResponseEntity.created(URI.create("/api/v1/lists/" + id)).body(register.find(id));
    }

    @GetMapping
    @Operation(summary = "Page through the lists, by name")
    PageResponse<ListView> page(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return register.page(PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a list, with the number of its members")
    ListView read(@PathVariable UUID id) {
        return register.find(id);
    }

    @PutMapping("/{id}")
    @Operation(summary = "Rename a list")
    ListView rename(@PathVariable UUID id, @RequestBody ListBody body) {
        register.rename(id, body.naming());
        return register.find(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a list", description = "Its members stay as leads.")
    void delete(@PathVariable UUID id) {
        register.delete(id);
    }

    @GetMapping("/{id}/members")
    @Operation(summary = "Page through the members of a list")
    PageResponse<LeadView> members(@PathVariable UUID id, @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return pages.ofList(id, PageQuery.of(page, size));
    }

    @PostMapping("/{id}/members")
    @Operation(summary = "Add up to 10,000 leads to a list")
    Added add(@PathVariable UUID id, @RequestBody MembersBody body) {
        Set<UUID> ids = body.ids();
        int added = members.add(id, ids);
        List<UUID> unknown = members.unknown(ids);
        return new Added(added, ids.size() - added - unknown.size(), unknown);
    }

    @PostMapping("/{id}/members/remove")
    @Operation(summary = "Take up to 10,000 leads out of a list")
    Removed remove(@PathVariable UUID id, @RequestBody MembersBody body) {
        return new Removed(members.remove(id, body.ids()));
    }

    @DeleteMapping("/{id}/members/{leadId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Take one lead out of a list")
    void removeOne(@PathVariable UUID id, @PathVariable UUID leadId) {
        members.remove(id, List.of(leadId));
    }
}
