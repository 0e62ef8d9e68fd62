package dev.cadenza.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.hook.HookEvent.Kind;
import dev.cadenza.hook.HookEvent.Posted;
import dev.cadenza.platform.CadenzaProperties;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Twilio's status callbacks, and the SMS and WhatsApp messages that come in there: a form each. */
@RestController
@Hidden
class TwilioHookController {

    static final String PROVIDER = "twilio";
    static final String TOKEN = "authToken";

    /** TwiML that says nothing: no automatic answer. */
    private static final String NO_ANSWER = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

    private final HookChannels channels;
    private final HookEvents events;
    private final HookSettings settings;
    private final CadenzaProperties properties;
    private final ObjectMapper json;

    TwilioHookController(HookChannels channels, HookEvents events, HookSettings settings,
            CadenzaProperties properties, ObjectMapper json) {
        this.channels = channels;
        this.events = events;
        this.settings = settings;
        this.properties = properties;
        this.json = json;
    }

    @PostMapping("/hooks/twilio/{channelId}/status")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void status(@PathVariable UUID channelId, HttpServletRequest request) throws IOException {
        Map<String, String> form = genuine(channelId, request);
        String message = HookPost.parameter(request.getQueryString(), "m");
        String attempt = HookPost.parameter(request.getQueryString(), "a");
        if (message != null) {
            form.put("m", message);
        }
        events.keep(channelId, List.of(new Posted(Kind.TWILIO_STATUS, String.join("\n",
                value(form, "MessageSid", "SmsSid"), value(form, "MessageStatus", "SmsStatus"), String.valueOf(attempt)),
                null, text(form))));
    }

    @PostMapping(path = "/hooks/twilio/{channelId}/inbound", produces = MediaType.TEXT_XML_VALUE)
    String inbound(@PathVariable UUID channelId, HttpServletRequest request) throws IOException {
        Map<String, String> form = genuine(channelId, request);
        events.keep(channelId, List.of(new Posted(Kind.TWILIO_MESSAGE, value(form, "MessageSid", "SmsSid"), null,
                text(form))));
        return NO_ANSWER;
    }

    /** The fields of a post whose signature is right. */
    private Map<String, String> genuine(UUID channelId, HttpServletRequest request) throws IOException {
        ChannelConfig channel = channels.require(channelId, PROVIDER);
        byte[] body = HookPost.body(request, settings.maxBody());
        String token = HookChannels.secret(channel, TOKEN);
        String signature = request.getHeader("X-Twilio-Signature");
        List<String> addresses = HookPost.addresses(request, properties);
        boolean isJson = request.getContentType() != null && request.getContentType().contains("json");
        Map<String, List<String>> form = isJson ? Map.of() : HookPost.form(body);
        boolean right = Signatures.twilio(token, signature, addresses, form) && (!isJson || Signatures.twilioBody(
                HookPost.parameter(request.getQueryString(), "bodySHA256"), body));
        if (!right) {
            throw HookRefused.signature();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        if (isJson) {
            json.readTree(body).properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        }
        form.forEach((name, values) -> fields.put(name, values.get(0)));
        return fields;
    }

    private static String value(Map<String, String> form, String name, String other) {
        @Nullable String value = form.get(name);
        return value == null ? form.getOrDefault(other, "") : value;
    }

    private String text(Map<String, String> form) {
        try {
            return json.writeValueAsString(form).replace('\0', ' ');
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Texts can always be written as JSON", impossible);
        }
    }
}
