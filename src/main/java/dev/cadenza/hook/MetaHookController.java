package dev.cadenza.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.hook.HookEvent.Posted;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Meta's webhook for Messenger and Instagram: its handshake, and posts with events of pages and accounts. */
@RestController
@Hidden
class MetaHookController {

    static final String PROVIDER = "meta";
    static final String APP_SECRET = "appSecret";
    static final String VERIFY_TOKEN = "verifyToken";

    private final HookChannels channels;
    private final HookEvents events;
    private final HookSettings settings;
    private final ObjectMapper json;

    MetaHookController(HookChannels channels, HookEvents events, HookSettings settings, ObjectMapper json) {
        this.channels = channels;
        this.events = events;
        this.settings = settings;
        this.json = json;
    }

    @GetMapping("/hooks/meta/{channelId}")
    ResponseEntity<String> verify(@PathVariable UUID channelId,
            @RequestParam(name = "hub.mode", required = false) @Nullable String mode,
            @RequestParam(name = "hub.verify_token", required = false) @Nullable String token,
            @RequestParam(name = "hub.challenge", required = false) @Nullable String challenge) {
        ChannelConfig channel = channels.require(channelId, PROVIDER);
        String expected = HookChannels.secret(channel, VERIFY_TOKEN);
        if (!"subscribe".equals(mode) || token == null || challenge == null || !Signatures.same(token, expected)) {
            throw HookRefused.signature();
        }
        return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).header("X-Content-Type-Options", "nosniff")
                .body(challenge);
    }

    @PostMapping("/hooks/meta/{channelId}")
    @ResponseStatus(HttpStatus.OK)
    void events(@PathVariable UUID channelId, HttpServletRequest request) throws IOException {
        ChannelConfig channel = channels.require(channelId, PROVIDER);
        byte[] body = HookPost.body(request, settings.maxBody());
        if (!Signatures.meta(HookChannels.secret(channel, APP_SECRET), request.getHeader("X-Hub-Signature-256"),
                body)) {
            throw HookRefused.signature();
        }
        read(channel, body).forEach(events::keep);
    }

    /** The events of a post, by the channel that each belongs to. */
    private Map<UUID, List<Posted>> read(ChannelConfig channel, byte[] body) {
        JsonNode post;
        try {
            post = json.readTree(body);
        } catch (IOException noJson) {
            post = null;
        }
        Map<UUID, List<Posted>> posted = new LinkedHashMap<>();
        if (post != null) {
            for (JsonNode entry : post.path("entry")) {
                UUID owner = channels.ofAccount(channel, post.path("object").asText(), entry.path("id").asText());
                for (JsonNode message : entry.path("messaging")) {
                    posted.computeIfAbsent(owner, unseen -> new ArrayList<>()).add(posted(post, entry, message));
                }
            }
        }
        if (posted.isEmpty()) {
            String text = new String(body, StandardCharsets.UTF_8).replace('\0', ' ');
            posted.put(channel.id(), List.of(new Posted(Kind.META_EVENT, text, null, text)));
        }
        return posted;
    }

    /** A message has an id; anything else is itself. */
    private Posted posted(JsonNode post, JsonNode entry, JsonNode message) {
        ObjectNode event = json.createObjectNode();
        event.set("object", post.path("object"));
        event.set("account", entry.path("id"));
        event.set("messaging", message);
        String mid = message.path("message").path("mid").asText();
        String text = text(event);
        return new Posted(Kind.META_EVENT, mid.isEmpty() ? text : "mid\n" + mid, null, text);
    }

    private String text(JsonNode event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree can always be written", impossible);
        }
    }
}
