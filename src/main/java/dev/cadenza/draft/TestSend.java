package dev.cadenza.draft;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.lead.Addresses;
import dev.cadenza.message.AloneMessage;
import dev.cadenza.message.Outbox;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sends a template as it becomes for a lead to somebody who wants to see it in a mailbox. */
@Component
class TestSend {

    private final Templates templates;
    private final SenderAccounts senders;
    private final Outbox outbox;

    TestSend(Templates templates, SenderAccounts senders, Outbox outbox) {
        this.templates = templates;
        this.senders = senders;
        this.outbox = outbox;
    }

    record Request(@Nullable String to, @Nullable UUID leadId, @Nullable UUID senderAccountId) {
    }

    /**
     * Queues the mail. It belongs to no lead's history: the lead gets nothing.
     *
     * @return the message's id
     */
    @Transactional
    public UUID send(UUID templateId, Request request) {
        Template template = templates.get(templateId);
        List<FieldError> errors = new ArrayList<>();
        String to = to(template.channel(), request.to(), errors);
        UUID sender = request.senderAccountId();
        if (sender == null) {
            errors.add(FieldError.required("senderAccountId"));
        }
        if (request.leadId() == null) {
            errors.add(FieldError.required("leadId"));
        }
        if (!errors.isEmpty() || to == null || sender == null) {
            throw new Rejected(errors);
        }
        if (senders.requireActive(sender, "senderAccountId").channel() != template.channel()) {
            throw new Rejected(FieldError.of("senderAccountId", "wrong-channel", "This account does not send "
                    + template.channel().label() + "."));
        }
        Templates.Preview preview = templates.preview(template.channel(), template.subject(), template.body(),
                request.leadId());
        return outbox.sendAlone(new AloneMessage(template.channel(), sender, to, null, preview.subject(),
                template.channel().text() ? null : preview.html(), preview.text()));
    }

    private static @Nullable String to(ChannelType channel, @Nullable String given, List<FieldError> errors) {
        if (given == null || given.isBlank()) {
            errors.add(FieldError.required("to"));
            return null;
        }
        Optional<String> to = switch (channel) {
            case EMAIL -> Addresses.email(given);
            case SMS, WHATSAPP -> Addresses.phone(given, null);
            case MESSENGER, INSTAGRAM, PUSH -> Optional.empty();
        };
        if (to.isEmpty()) {
            errors.add(FieldError.of("to", "invalid", switch (channel) {
                case EMAIL -> "This is not an e-mail address.";
                case SMS, WHATSAPP -> "This is not a phone number with its country code.";
                case MESSENGER, INSTAGRAM, PUSH -> "Messages over " + channel.label() + " go to leads only.";
            }));
        }
        return to.orElse(null);
    }
}
