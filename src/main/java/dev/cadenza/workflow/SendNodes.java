package dev.cadenza.workflow;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.compiler.Step;
import dev.cadenza.draft.TemplateTexts;
import dev.cadenza.draft.TemplateVariables;
import dev.cadenza.message.ChannelSenders;
import dev.cadenza.message.SenderAccounts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the steps of nodes that send: texts from a template or their own, through the sender they name. */
@Component
class SendNodes {

    private static final Set<String> DRAFT_TYPES = Set.of("FIRST_OUTREACH", "SECOND_FOLLOWUP", "FINAL_FOLLOWUP");

    private final TemplateTexts templates;
    private final TemplateVariables variables;
    private final ChannelSenders channels;
    private final SenderAccounts senders;

    SendNodes(TemplateTexts templates, TemplateVariables variables, ChannelSenders channels, SenderAccounts senders) {
        this.templates = templates;
        this.variables = variables;
        this.channels = channels;
        this.senders = senders;
    }

    /** @param first whether no node before it sends */
    Step.Send step(Node node, NodeData data, NodeSteps steps, @Nullable UUID ownSender, boolean first) {
        ChannelType channel = Objects.requireNonNullElse(data.word("channel", ChannelType.class), ChannelType.EMAIL);
        Optional<TemplateTexts.TemplateText> template = template(data);
        String subject = Optional.ofNullable(data.text("subject"))
                .or(() -> template.map(TemplateTexts.TemplateText::subject)).orElse(null);
        String own = data.text("body");
        String body = own != null ? channel == ChannelType.EMAIL ? TemplateTexts.stored(own) : own
                : template.map(TemplateTexts.TemplateText::body).orElse("");
        ChannelType fallback = data.word("fallbackChannel", ChannelType.class);
        boolean titled = channel == ChannelType.EMAIL || channel == ChannelType.PUSH || fallback == ChannelType.EMAIL;
        if (body.isBlank() && data.text("templateId") == null) {
            data.fault("body", "required", "is missing: a message needs a text or a template");
        } else if (!body.isBlank()) {
            variables.check(titled ? subject : null, body).forEach(fault ->
                    data.fault(fault.field(), fault.code(), "is not right: " + fault.message()));
        }
        if (titled && subject == null && data.text("templateId") == null && channel != ChannelType.PUSH) {
            data.fault("subject", "required", "is missing: a mail needs a subject");
        }
        String type = Objects.requireNonNullElse(data.text("draftType"), first ? "FIRST_OUTREACH" : "SECOND_FOLLOWUP");
        if (!DRAFT_TYPES.contains(type)) {
            data.fault("draftType", "invalid", "must be FIRST_OUTREACH, SECOND_FOLLOWUP or FINAL_FOLLOWUP");
        }
        return new Step.Send(steps.id(node), name(node, template, subject), channel.name(), titled ? subject : null,
                body, type, steps.next(node, Handles.NEXT), via(data, channel, fallback, ownSender));
    }

    private static String name(Node node, Optional<TemplateTexts.TemplateText> template, @Nullable String subject) {
        return node.name().equals(node.type().label())
                ? template.map(TemplateTexts.TemplateText::name).orElse(subject == null ? node.name() : subject)
                : node.name();
    }

    private Optional<TemplateTexts.TemplateText> template(NodeData data) {
        UUID id = data.uuid("templateId");
        Optional<TemplateTexts.TemplateText> template = Optional.ofNullable(id).flatMap(templates::find);
        if (id != null && template.isEmpty()) {
            data.fault("templateId", "unknown-template", "names a template that there is not");
        }
        return template;
    }

    private Step.@Nullable Via via(NodeData data, ChannelType channel, @Nullable ChannelType fallback,
            @Nullable UUID ownSender) {
        UUID sender = sender(data, channel, ownSender, "channelId");
        UUID instead = fallback == null ? null : sender(data, fallback, ownSender, "fallbackChannelId");
        Map<String, String> places = new LinkedHashMap<>();
        data.map("contentVariables").forEach((place, text) -> places.put(place, text == null ? "" : text));
        return new Step.Via(sender, fallback == null ? null : fallback.name(), instead, data.text("contentSid"),
                places);
    }

    /** Null where there is none; then the node has a diagnosis. */
    private @Nullable UUID sender(NodeData data, ChannelType channel, @Nullable UUID ownSender, String field) {
        if (channel != ChannelType.EMAIL) {
            UUID named = data.uuid(field);
            channels.fault(channel, named, field).ifPresent(fault ->
                    data.fault(field, fault.code(), "is not right: " + fault.message()));
            return channels.of(null, channel, named).orElse(null);
        }
        UUID named = Optional.ofNullable(data.uuid("senderAccountId")).orElse(ownSender);
        if (named == null) {
            data.fault("senderAccountId", "required", "is missing, and the workflow's settings name no sender either");
        } else if (senders.find(named).filter(account -> account.active()).isEmpty()) {
            data.fault("senderAccountId", "unknown-sender", "names no active sender account");
        }
        return named;
    }
}
