package dev.cadenza.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/assistant/conversations")
@Tag(name = "Assistant", description = "Describe a campaign in words, get it as a plan, and as a draft when you say so")
class AssistantController {

    private final AssistantDesk desk;
    private final ConversationStore store;

    AssistantController(AssistantDesk desk, ConversationStore store) {
        this.desk = desk;
        this.store = store;
    }

    /** Both may be left out; a message is answered at once. */
    @Schema(name = "NewConversation")
    record Start(@Nullable String title, @Nullable String message) {
    }

    @Schema(name = "AssistantMessage")
    record Say(@Schema(example = "three mails to everyone from the Hannover fair, a week"
            + " apart") @Nullable String content) {
    }

    @Schema(name = "AssistantMessageView")
    record MessageView(UUID id, Conversation.Role role, String content, JsonNode metadata, Instant createdAt) {

        static MessageView of(Conversation.Message message) {
            return new MessageView(message.id(), message.role(), message.content(), message.metadata(),
                    message.createdAt());
        }
    }

    /** @param proposal the campaign as it would be written now */
    @Schema(name = "AssistantConversation")
    record View(UUID id, @Nullable String title, Conversation.Status status, Plan proposal, @Nullable Question question,
            @Nullable UUID campaignId, Instant createdAt, Instant updatedAt, @Nullable List<MessageView> messages) {
    }

    @PostMapping
    @Operation(summary = "Start a conversation", description = "With 'message' it is answered at once.")
    ResponseEntity<View> start(@RequestBody(required = false) @Nullable Start body) {
        UUID id = desk.start(body == null ? null : body.title());
        if (body != null && body.message() != null) {
            desk.say(id, body.message());
        }
        return ResponseEntity.created(URI.create("/api/v1/assistant/conversations/" + id)).body(get(id));
    }

    @GetMapping
    @Operation(summary = "Your conversations, the newest first", description = "Administrators and analysts see all.")
    PageResponse<View> page(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageResponse<Conversation> found = store.page(PageQuery.of(page, size));
        Map<UUID, UUID> campaigns = desk.campaigns(found.content().stream().map(Conversation::id).toList());
        return new PageResponse<>(found.content().stream()
                .map(conversation -> view(conversation, campaigns.get(conversation.id()), null)).toList(),
                found.page(), found.size(), found.totalElements(), found.totalPages());
    }

    @GetMapping("/{id}")
    @Operation(summary = "A conversation with its messages")
    View get(@PathVariable UUID id) {
        return view(desk.get(id), desk.campaigns(List.of(id)).get(id), store.messages(id, AssistantDesk.MOST_MESSAGES
                + 1).stream().map(MessageView::of)
                .toList());
    }

    @PostMapping("/{id}/messages")
    @Operation(summary = "Say something; the answer is the assistant's message", description = "Its metadata hold the"
            + " proposal, what is asked back with the options, the words that were not understood, and the id of the "
            + "campaign once it was written. The assistant writes drafts and never launches.")
    ResponseEntity<MessageView> say(@PathVariable UUID id, @RequestBody Say body) {
        return ResponseEntity.status(HttpStatus.CREATED).body(MessageView.of(desk.say(id, body.content())));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a conversation", description = "Its campaign stays.")
    void delete(@PathVariable UUID id) {
        desk.delete(id);
    }

    private static View view(Conversation conversation, @Nullable UUID campaign, @Nullable List<MessageView> messages) {
        return new View(conversation.id(), conversation.title(), conversation.status(), conversation.plan(),
                conversation.question(), campaign, conversation.createdAt(),
                conversation.updatedAt(), messages);
    }
}
