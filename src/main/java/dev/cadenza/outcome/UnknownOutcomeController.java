package dev.cadenza.outcome;

import dev.cadenza.message.UnknownMessages;
import dev.cadenza.message.UnknownMessages.Decision;
import dev.cadenza.message.UnknownMessages.Unknown;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/unknown-outcomes")
@Tag(name = "Messages")
class UnknownOutcomeController {

    private static final int MOST_AT_ONCE = 10_000;

    private final UnknownGroups groups;
    private final UnknownMessages messages;

    UnknownOutcomeController(UnknownGroups groups, UnknownMessages messages) {
        this.groups = groups;
        this.messages = messages;
    }

    /** @param messageIds only these; without them all of the group */
    record SettleRequest(@Nullable Decision outcome, @Nullable List<UUID> messageIds) {
    }

    /** @param left messages of the group that are still unknown */
    record SettleAnswer(int settled, long left) {
    }

    @GetMapping
    @Operation(summary = "Groups of messages of which nobody knows whether they arrived, and a person is asked")
    PageResponse<UnknownGroups.View> list() {
        List<UnknownGroups.View> open = groups.open();
        return PageResponse.of(open, 0, Math.max(open.size(), 1), open.size());
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a group")
    UnknownGroups.View get(@PathVariable UUID id) {
        return groups.get(id);
    }

    @GetMapping("/{id}/messages")
    @Operation(summary = "The messages of a group that are still to be decided about, the oldest first")
    PageResponse<Unknown> messages(@PathVariable UUID id, @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return messages.page(UnknownGroups.group(groups.get(id)), PageQuery.of(page, size));
    }

    @PostMapping("/{id}/settle")
    @Operation(summary = "Settle messages of a group: they were SENT, were NOT_SENT, or are to be sent again"
            + " (SEND_AGAIN) at the risk that they arrive twice")
    SettleAnswer settle(@PathVariable UUID id, @RequestBody SettleRequest request) {
        if (request.outcome() == null) {
            throw new Rejected(FieldError.required("outcome"));
        }
        List<UUID> ids = request.messageIds();
        if (ids != null && (ids.size() > MOST_AT_ONCE || ids.stream().anyMatch(Objects::isNull))) {
            throw new Rejected(FieldError.of("messageIds", "invalid", "Give at most " + MOST_AT_ONCE + " ids."));
        }
        UnknownMessages.Group group = UnknownGroups.group(groups.get(id));
        int settled = messages.settle(group, ids, request.outcome());
        return new SettleAnswer(settled, messages.count(group));
    }
}
