package dev.cadenza.inbox;

import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Leads")
class ConversationController {

    private final Conversations conversations;
    private final LeadProfiles leads;

    ConversationController(Conversations conversations, LeadProfiles leads) {
        this.conversations = conversations;
        this.leads = leads;
    }

    @GetMapping("/api/v1/leads/{id}/messages")
    @Operation(summary = "What a lead and we wrote to each other, the oldest first")
    PageResponse<ConversationEntry> messages(@PathVariable UUID id,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageQuery query = PageQuery.of(page, size);
        leads.find(id).orElseThrow(() -> new NotFound("lead", id));
        return conversations.of(id, query);
    }
}
