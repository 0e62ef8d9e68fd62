package dev.cadenza.privacy;

import dev.cadenza.lead.Addresses;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/erasures")
@Tag(name = "Privacy")
class ErasureController {

    private final Erasures erasures;

    ErasureController(Erasures erasures) {
        this.erasures = erasures;
    }

    /** One of the two. */
    record Ask(@Nullable UUID leadId, @Nullable String address) {
    }

    @PostMapping
    @Operation(summary = "Erase a person for good", description = "By the id of a lead, or by an e-mail address or a phone"
            + " number (E.164). When this answers, nothing more is sent to the person. It can't be undone.")
    ResponseEntity<Erasure> ask(@RequestBody Ask ask) {
        UUID lead = ask.leadId();
        String address = ask.address();
        if (lead == null == (address == null)) {
            throw new Rejected(FieldError.of("leadId", "required", "Give either the id of a lead or an address."));
        }
        UUID id = lead != null ? erasures.ask(lead) : erasures.ask(normal(String.valueOf(address)));
        return ResponseEntity.accepted().location(URI.create("/api/v1/erasures/" + id)).body(erasures.get(id));
    }

    @GetMapping
    @Operation(summary = "Erasures, the newest first; who it was is not kept")
    PageResponse<Erasure> page(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return erasures.page(PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "An erasure: running or done")
    Erasure get(@PathVariable UUID id) {
        return erasures.get(id);
    }

    private static String normal(String address) {
        return Addresses.email(address).or(() -> Addresses.phone(address, null)).orElseThrow(() -> new Rejected(
                FieldError.of("address", "invalid", "This is neither an e-mail address nor a phone number.")));
    }
}
