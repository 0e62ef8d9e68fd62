package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@RequestMapping("/api/v1/messages")
@Tag(name = "Messages")
class MessageController {

    private final MessageViews views;
    private final Settlement settlement;

    MessageController(MessageViews views, Settlement settlement) {
        this.views = views;
        this.settlement = settlement;
    }

    record Resolution(Settlement.@Nullable Decision outcome) {
    }

    @GetMapping
    @Operation(summary = "List messages in and out, the newest first")
    PageResponse<MessageView> list(@RequestParam(required = false) @Nullable MessageState status,
            @RequestParam(required = false) @Nullable UUID leadId,
            @RequestParam(required = false) @Nullable UUID campaignId,
            @RequestParam(required = false) @Nullable ChannelType channel,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return views.page(new MessageViews.Filter(status, leadId, campaignId, channel), PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a message with its content and, while it is queued, when it will go and why not earlier")
    MessageView.Whole get(@PathVariable UUID id) {
        return views.whole(id);
    }

    @PostMapping("/{id}/resolve")
    @Operation(summary = "Settle a message of unknown outcome: it was SENT, was NOT_SENT, or is to be sent again"
            + " (SEND_AGAIN) at the risk that it arrives twice")
    MessageView resolve(@PathVariable UUID id, @RequestBody Resolution resolution) {
        if (resolution.outcome() == null) {
            throw new Rejected(FieldError.required("outcome"));
        }
        settlement.resolve(id, resolution.outcome());
        return views.get(id);
    }

    @PostMapping("/{id}/retry")
    @Operation(summary = "Queue a message again that failed")
    MessageView retry(@PathVariable UUID id) {
        settlement.retry(id);
        return views.get(id);
    }
}
