package dev.cadenza.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Ownership;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Conducts conversations. A message is kept before its answer is looked for, and nothing is held while a model thinks:
 * where the process dies in between, the message stands without an answer, and saying it again is safe.
 */
@Component
class AssistantDesk {

    static final int MOST_CHARACTERS = 4_000;
    static final int MOST_MESSAGES = 400;

    private static final int MOST_TITLE = 200;
    private static final int SHOWN_TITLE = 80;

    private final ConversationStore store;
    private final GrammarPlanner grammar;
    private final ModelPlanner model;
    private final CampaignWriter campaigns;
    private final Ownership ownership;
    private final ActivityLog activity;
    private final TransactionTemplate transaction;
    private final ObjectMapper json;

    AssistantDesk(ConversationStore store, GrammarPlanner grammar, ModelPlanner model, CampaignWriter campaigns,
            Ownership ownership, ActivityLog activity, TransactionTemplate transaction, ObjectMapper json) {
        this.store = store;
        this.grammar = grammar;
        this.model = model;
        this.campaigns = campaigns;
        this.ownership = ownership;
        this.activity = activity;
        this.transaction = transaction;
        this.json = json;
    }

    UUID start(@Nullable String title) {
        String name = title == null || title.isBlank() ? null : text("title", title, MOST_TITLE);
        return transaction.execute(status -> {
            UUID id = store.create(user().id(), name);
            ownership.ownAlone("assistant-conversations", id);
            activity.record(Action.CONVERSATION_STARTED, id, Map.of());
            return id;
        });
    }

    Conversation get(UUID id) {
        return store.find(id).orElseThrow(() -> new NotFound("conversation", id));
    }

    /** Its campaign stays. */
    void delete(UUID id) {
        transaction.executeWithoutResult(status -> {
            requireOwn(id);
            store.delete(id);
            ownership.forget(id);
            activity.record(Action.CONVERSATION_DELETED, id, Map.of());
        });
    }

    /**
     * Answers a message.
     *
     * @throws Rejected where there is nothing in it, or too much
     * @throws Conflict while the message before is being answered, or where the conversation is too long
     */
    Conversation.Message say(UUID id, @Nullable String words) {
        String text = text("content", words, MOST_CHARACTERS);
        requireOwn(id);
        Instant turn = transaction.execute(status -> begin(id, text));
        boolean ended = false;
        try {
            Conversation conversation = get(id);
            Turn answer = model.answer(conversation, store.messages(id, ModelPlanner.REMEMBERED), text)
                    .orElseGet(() -> grammar.answer(conversation, text));
            Conversation.Message said = transaction.execute(status -> end(conversation, turn, answer));
            ended = true;
            return said;
        } finally {
            if (!ended) {
                store.release(id, turn);
            }
        }
    }

    private Instant begin(UUID id, String text) {
        Instant turn = store.takeTurn(id, model.longest()).orElseThrow(() -> new Conflict("conversation-busy",
                "The message before is still being answered."));
        if (store.count(id) >= MOST_MESSAGES) {
            throw new Conflict("conversation-too-long", "This conversation is too long. Start a new one.");
        }
        store.say(id, Conversation.Role.USER, text, json.createObjectNode());
        store.title(id, text.replaceAll("\\s+", " ").substring(0, Math.min(text.replaceAll("\\s+", " ").length(),
                SHOWN_TITLE)));
        return turn;
    }

    private Conversation.Message end(Conversation before, Instant turn, Turn answer) {
        if (!store.answered(before.id(), turn, answer.plan(), answer.question())) {
            throw new Conflict("conversation-busy", "It took too long to find an answer. Say it again.");
        }
        if (!answer.plan().equals(before.plan())) {
            activity.record(Action.CAMPAIGN_PROPOSED, before.id(), Map.of("messages", answer.plan().steps().size(),
                    "writer", answer.writer().name()));
        }
        return store.say(before.id(), Conversation.Role.ASSISTANT, answer.text(), metadata(answer));
    }

    private JsonNode metadata(Turn answer) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("writer", answer.writer());
        metadata.put("proposal", answer.plan());
        metadata.put("question", answer.question());
        metadata.put("notUnderstood", answer.notUnderstood());
        metadata.put("campaignId", answer.campaignId());
        return json.valueToTree(metadata);
    }

    /** The campaigns of these conversations, where there is one that the user of the request sees. */
    Map<UUID, UUID> campaigns(Collection<UUID> ids) {
        return campaigns.of(ids);
    }

    /** Who may look at a conversation may not speak in it for somebody else. */
    private void requireOwn(UUID id) {
        if (!get(id).userId().equals(user().id())) {
            throw new AccessDeniedException("A conversation is its user's alone");
        }
    }

    private static SignedInUser user() {
        return SignedInUser.current().orElseThrow(() -> new AccessDeniedException("Nobody is signed in"));
    }

    private static String text(String field, @Nullable String words, int most) {
        String text = words == null ? "" : words.replaceAll("[\\x00\\p{Cs}]", "").strip();
        if (text.isEmpty()) {
            throw new Rejected(FieldError.required(field));
        }
        if (text.length() > most) {
            throw new Rejected(FieldError.of(field, "too-long", "At most " + most + " characters are read."));
        }
        return text;
    }
}
