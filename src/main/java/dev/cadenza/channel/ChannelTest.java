package dev.cadenza.channel;

import dev.cadenza.platform.Ids;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tries a channel with one message. */
@Component
class ChannelTest {

    private static final String TEXT = "This is a test message from Cadenza. The channel works.";
    private static final int LONGEST = 1000;

    private final ChannelProviders providers;
    private final MailProperties mail;
    private final Clock clock;

    ChannelTest(ChannelProviders providers, MailProperties mail, Clock clock) {
        this.providers = providers;
        this.mail = mail;
        this.clock = clock;
    }

    /**
     * @param to an address of the channel
     * @param from the sender's e-mail address, for mail
     * @param text a standard sentence where it is left out
     * @param contentSid an approved template that goes in place of the text (WhatsApp)
     * @param device a browser's subscription, for push
     */
    record Request(@Nullable String to, @Nullable String from, @Nullable String text, @Nullable String contentSid,
            @Nullable Map<String, String> contentVariables, @Nullable PushDevice device) {
    }

    /**
     * @param outcome ACCEPTED, DEFERRED (not taken, later may do), REFUSED, or UNKNOWN (it may arrive)
     * @param sentence what happened, for people
     */
    record Report(UUID messageId, String outcome, @Nullable String providerId, String sentence,
            @Nullable Duration retryAfter) {
    }

    /** @throws Rejected naming what is missing */
    Report run(ChannelConfig config, Request request) {
        OutgoingMessage message = message(config, request);
        List<SendResult> results = new ArrayList<>();
        try (Carrier carrier = providers.open(config)) {
            carrier.send(List.of(message), (sent, result) -> results.add(result));
        }
        SendResult result = results.isEmpty() ? new SendResult.Unknown("The provider did not say what became of it.")
                : results.get(0);
        return report(message.id(), result);
    }

    private OutgoingMessage message(ChannelConfig config, Request request) {
        List<FieldError> errors = new ArrayList<>();
        String to = request.to() == null ? "" : request.to().strip();
        if (to.isEmpty() && config.channel() != ChannelType.PUSH) {
            errors.add(FieldError.required("to"));
        }
        if (config.channel() == ChannelType.EMAIL && (request.from() == null || request.from().isBlank())) {
            errors.add(FieldError.required("from"));
        }
        PushDevice device = request.device();
        if (config.channel() == ChannelType.PUSH && (device == null || device.endpoint() == null
                || device.p256dh() == null || device.auth() == null)) {
            errors.add(FieldError.required("device"));
        }
        Map<String, String> variables = Objects.requireNonNullElse(request.contentVariables(), Map.of());
        if (variables.values().stream().anyMatch(Objects::isNull)) {
            errors.add(FieldError.of("contentVariables", "invalid", "Every variable needs a value."));
        }
        String text = request.text() == null || request.text().isBlank() ? TEXT : request.text();
        if (text.length() > LONGEST) {
            errors.add(FieldError.of("text", "too-long", "A test text has at most " + LONGEST + " characters."));
        }
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        UUID id = Ids.next();
        if (config.channel() == ChannelType.EMAIL) {
            String from = String.valueOf(request.from()).strip();
            return new OutgoingMail(id, MessageIds.of(id, mail.domain()), from, null, null, from, to, null,
                    "Test of " + config.name(), null, text, null, Map.of());
        }
        ContentTemplate template = request.contentSid() == null || request.contentSid().isBlank() ? null
                : new ContentTemplate(request.contentSid().strip(), variables);
        // Whoever tests writes to a phone of their own: whether its window is open, the provider knows best.
        return new OutgoingText(id, config.channel(), to, config.name(), text, template,
                template == null ? clock.instant() : null,
                device == null ? List.of() : List.of(device));
    }

    private static Report report(UUID id, SendResult result) {
        if (result instanceof SendResult.Accepted accepted) {
            return new Report(id, "ACCEPTED", accepted.providerId(), "The provider took the message.", null);
        }
        if (result instanceof SendResult.Deferred deferred) {
            return new Report(id, "DEFERRED", null, deferred.reason(), deferred.retryAfter());
        }
        if (result instanceof SendResult.Refused refused) {
            return new Report(id, "REFUSED", null, refused.reason(), null);
        }
        return new Report(id, "UNKNOWN", null, ((SendResult.Unknown) result).reason(), null);
    }
}
