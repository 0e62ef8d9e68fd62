package dev.cadenza.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.hook.HookEvent.Posted;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** SendGrid's signed event webhook: an array of events a post. */
@RestController
@Hidden
class SendGridHookController {

    static final String PROVIDER = "sendgrid";
    /** The channel's setting with the verification key that SendGrid shows. */
    static final String KEY = "webhookPublicKey";

    /** The secret at the end of the address that Inbound Parse posts to. */
    static final String INBOUND_SECRET = "inboundSecret";

    private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
    private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

    private final HookChannels channels;
    private final HookEvents events;
    private final HookSettings settings;
    private final ObjectMapper json;
    private final Clock clock;

    SendGridHookController(HookChannels channels, HookEvents events, HookSettings settings, ObjectMapper json,
            Clock clock) {
        this.channels = channels;
        this.events = events;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    @PostMapping("/hooks/sendgrid/{channelId}/events")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void events(@PathVariable UUID channelId, HttpServletRequest request) throws IOException {
        ChannelConfig channel = channels.require(channelId, PROVIDER);
        byte[] body = HookPost.body(request, settings.maxBody());
        String timestamp = request.getHeader(TIMESTAMP);
        if (!Signatures.sendGrid(HookChannels.secret(channel, KEY), request.getHeader(SIGNATURE), timestamp, body)
                || !Signatures.fresh(timestamp, clock.instant(), settings.signatureTolerance())) {
            throw HookRefused.signature();
        }
        events.keep(channelId, read(body));
    }

    /** What is no array of events is kept too, as one event that nobody can read. */
    private List<Posted> read(byte[] body) {
        JsonNode array;
        try {
            array = json.readTree(body);
        } catch (IOException noJson) {
            return List.of(unreadable(body));
        }
        if (array == null || !array.isArray()) {
            return List.of(unreadable(body));
        }
        List<Posted> events = new ArrayList<>(array.size());
        for (JsonNode event : array) {
            events.add(posted(event));
        }
        return events;
    }

    private Posted posted(JsonNode event) {
        if (!event.path("event").isTextual()) {
            return new Posted(Kind.SENDGRID_EVENT, text(event), null, text(event));
        }
        String same = String.join("\n", event.path("event").asText(), event.path("sg_message_id").asText(),
                event.path("smtp-id").asText(), event.path("email").asText(), event.path("timestamp").asText(),
                event.path("url").asText(), event.path("type").asText(), event.path("attempt").asText());
        String id = event.path("sg_event_id").asText();
        return new Posted(Kind.SENDGRID_EVENT, id.isEmpty() ? same : id, same, text(event));
    }

    private String text(JsonNode event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("A JSON tree can always be written", impossible);
        }
    }

    private static Posted unreadable(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).replace('\0', ' ');
        return new Posted(Kind.SENDGRID_EVENT, text, null, text);
    }
}
