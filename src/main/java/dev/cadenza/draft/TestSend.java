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
        String to = request.to() == null || request.to().isBlank() ? null
                : Addresses.email(request.to()).orElse(null);
        if (to == null) {
            errors.add(request.to() == null || request.to().isBlank() ? FieldError.required("to")
                    : FieldError.of("to", "invalid", "This is not an e-mail address."));
        }
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
        senders.requireActive(sender, "senderAccountId");
        Templates.Preview mail = templates.preview(template.subject(), template.body(), request.leadId());
        return outbox.sendAlone(new AloneMessage(ChannelType.EMAIL, sender, to, null, mail.subject(), mail.html(),
                mail.text()));
    }
}
