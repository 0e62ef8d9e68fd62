package dev.cadenza.inbox;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.inbox.Conversation.Status;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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
@RequestMapping("/api/v1/conversations")
@Tag(name = "Conversations")
class InboxController {

    private final ConversationList list;
    private final ConversationDesk desk;
    private final Conversations messages;

    InboxController(ConversationList list, ConversationDesk desk, Conversations messages) {
        this.list = list;
        this.desk = desk;
        this.messages = messages;
    }

    record OpenRequest(@Nullable UUID leadId, @Nullable ChannelType channel) {
    }

    record AssignRequest(@Nullable String assignedTo) {
    }

    record DraftRequest(@Nullable String text) {
    }

    @GetMapping
    @Operation(summary = "List conversations, the latest message first. assignedTo is a user's e-mail address, 'me' or"
            + " 'nobody'; q looks for words in messages that came in and in names and addresses of leads")
    PageResponse<ConversationView> list(@RequestParam(required = false) @Nullable Status status,
            @RequestParam(required = false) @Nullable Boolean unread,
            @RequestParam(required = false) @Nullable Boolean needsAnswer,
            @RequestParam(required = false) @Nullable String assignedTo,
            @RequestParam(required = false) @Nullable ChannelType channel,
            @RequestParam(required = false) @Nullable UUID leadId,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        String user = "me".equals(assignedTo) ? who() : assignedTo;
        return list.page(new ConversationList.Filter(status, unread, needsAnswer, user, channel, leadId, q),
                PageQuery.of(page, size));
    }

    @PostMapping
    @Operation(summary = "Open a lead's conversation on a channel, to write first")
    ResponseEntity<ConversationView> open(@RequestBody OpenRequest request) {
        UUID id = desk.open(request.leadId(), request.channel());
        return ResponseEntity.created(URI.create("/api/v1/conversations/" + id)).body(get(id));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a conversation, and whether an answer may go now")
    ConversationView get(@PathVariable UUID id) {
        return list.get(id).with(desk.answering(id));
    }

    @GetMapping("/{id}/messages")
    @Operation(summary = "Its messages in and out, the oldest first; newestFirst=true turns that round")
    PageResponse<ConversationEntry> messages(@PathVariable UUID id,
            @RequestParam(required = false) @Nullable Boolean newestFirst,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        ConversationView conversation = list.get(id);
        return messages.of(conversation.leadId(), conversation.channel(), Boolean.TRUE.equals(newestFirst),
                PageQuery.of(page, size));
    }

    @PostMapping("/{id}/read")
    @Operation(summary = "Note that somebody has read everything")
    ConversationView read(@PathVariable UUID id) {
        desk.read(id);
        return get(id);
    }

    @PostMapping("/{id}/assign")
    @Operation(summary = "Assign it to a user, with the task in Tasklist; to nobody with null")
    ConversationView assign(@PathVariable UUID id, @RequestBody AssignRequest request) {
        desk.assign(id, "me".equals(request.assignedTo()) ? who() : request.assignedTo());
        return get(id);
    }

    @PutMapping("/{id}/draft")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Keep an answer that is being written")
    void write(@PathVariable UUID id, @RequestBody DraftRequest request) {
        desk.write(id, request.text());
    }

    @PostMapping("/{id}/answer")
    @Operation(summary = "Answer, within the channel's rules. Where one forbids it: 409, its type names the rule"
            + " (suppressed, window-closed, no-channel)")
    ResponseEntity<ConversationView> answer(@PathVariable UUID id, @RequestBody ConversationDesk.Answer answer) {
        UUID message = desk.answer(id, answer, false);
        return ResponseEntity.created(URI.create("/api/v1/messages/" + message)).body(get(id));
    }

    @PostMapping("/{id}/no-answer")
    @Operation(summary = "Note that no answer is needed; the task in Tasklist ends")
    ConversationView settle(@PathVariable UUID id) {
        desk.settle(id, false);
        return get(id);
    }

    @PostMapping("/{id}/close")
    @Operation(summary = "Close it; a message that comes in opens it again")
    ConversationView close(@PathVariable UUID id) {
        desk.close(id, who());
        return get(id);
    }

    @PostMapping("/{id}/reopen")
    @Operation(summary = "Open it again")
    ConversationView reopen(@PathVariable UUID id) {
        desk.reopen(id);
        return get(id);
    }

    private static String who() {
        return SignedInUser.current().map(SignedInUser::email).orElse("unknown");
    }
}
