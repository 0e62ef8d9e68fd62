package dev.cadenza.access;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/{kind}/{id}/sharing")
@Tag(name = "Sharing", description = "Whose rows are whose; kind is campaigns, lists, events or"
        + " business-cards")
class SharingController {

    private final Sharing sharing;

    SharingController(Sharing sharing) {
        this.sharing = sharing;
    }

    @GetMapping
    @Operation(summary = "Whose a row is, and with whom it is shared")
    Sharing.View view(@PathVariable String kind, @PathVariable UUID id) {
        return sharing.view(kind, id);
    }

    @PutMapping
    @Operation(summary = "Share with all, with some, or with nobody, or give it to somebody else; owner and administrators")
    Sharing.View change(@PathVariable String kind, @PathVariable UUID id, @RequestBody Sharing.Change change) {
        return sharing.change(kind, id, change);
    }
}
