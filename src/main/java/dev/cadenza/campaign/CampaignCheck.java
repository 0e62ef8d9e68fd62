package dev.cadenza.campaign;

import dev.cadenza.audience.Audiences;
import dev.cadenza.compiler.Diagnostic;
import dev.cadenza.compiler.PlanCheck;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.SmsText;
import dev.cadenza.draft.PlainText;
import dev.cadenza.draft.TemplateTexts;
import dev.cadenza.draft.TemplateVariables;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.problem.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Everything that keeps a campaign from being launched, each fault named by the field a marketer can mend. */
@Component
class CampaignCheck {

    private static final int INSTAGRAM_BYTES = 1000;

    private final CampaignPlanner planner;
    private final TemplateTexts templates;
    private final Audiences audiences;
    private final SenderAccounts senders;
    private final TemplateVariables variables;
    private final StepSenders stepSenders;

    CampaignCheck(CampaignPlanner planner, TemplateTexts templates, Audiences audiences, SenderAccounts senders,
            TemplateVariables variables, StepSenders stepSenders) {
        this.stepSenders = stepSenders;
        this.planner = planner;
        this.templates = templates;
        this.audiences = audiences;
        this.senders = senders;
        this.variables = variables;
    }

    /** Faults of the content alone: those that also keep it from being drawn. */
    List<FieldError> content(Campaign campaign, CampaignSettings settings) {
        List<FieldError> faults = new ArrayList<>();
        List<CampaignStep> steps = campaign.steps();
        if (steps.stream().allMatch(step -> step.type() == StepType.DELAY)) {
            faults.add(FieldError.of("steps", "no-mail", "A campaign needs at least one message."));
        }
        for (int i = 0; i < steps.size(); i++) {
            faults.addAll(step(i, steps.get(i)));
        }
        if (faults.isEmpty()) {
            CampaignPlanner.Planned planned = planner.plan(campaign, settings);
            PlanCheck.check(planned.plan()).forEach(diagnostic -> faults.add(at(planned, diagnostic)));
        }
        return faults;
    }

    /** What keeps its drafts from being written: faults of the content, and an audience that is missing or empty. */
    List<FieldError> generation(Campaign campaign, CampaignSettings settings) {
        List<FieldError> faults = new ArrayList<>(audience(campaign));
        faults.addAll(content(campaign, settings));
        return faults;
    }

    /** All faults: those of the content, and what is missing around it. */
    List<FieldError> launch(Campaign campaign, CampaignSettings settings) {
        List<FieldError> faults = new ArrayList<>(audience(campaign));
        if (campaign.senderAccountId() == null) {
            if (StepSenders.mails(campaign)) {
                faults.add(FieldError.of("senderAccountId", "required", "Choose the account that sends mails."));
            }
        } else if (senders.find(campaign.senderAccountId()).filter(sender -> sender.active()).isEmpty()) {
            faults.add(FieldError.of("senderAccountId", "sender-inactive", "The sender account is not active."));
        }
        if (campaign.brief() != null && campaign.status() == CampaignStatus.DRAFT) {
            faults.add(FieldError.of("brief", "drafts-not-generated", "Drafts are written from the brief before the launch:"
                    + " generate them first, or take the brief away."));
        }
        faults.addAll(channels(campaign));
        faults.addAll(content(campaign, settings));
        return faults;
    }

    private List<FieldError> audience(Campaign campaign) {
        if (campaign.listId() == null && campaign.segmentId() == null) {
            return List.of(FieldError.of("listId", "required", "Choose a list or a segment as the audience."));
        }
        return audiences.count(campaign.listId(), campaign.segmentId()) > 0 ? List.of()
                : List.of(FieldError.of(campaign.listId() != null ? "listId" : "segmentId", "audience-empty",
                        "Nobody is in the audience."));
    }

    private List<FieldError> channels(Campaign campaign) {
        List<FieldError> faults = new ArrayList<>();
        for (int i = 0; i < campaign.steps().size(); i++) {
            CampaignStep step = campaign.steps().get(i);
            String field = "steps[" + i + "].";
            ChannelType channel = step.type().channel();
            if (channel != null) {
                stepSenders.fault(channel, step.channelId(), field + "channelId").ifPresent(faults::add);
            }
            StepFallback fallback = step.fallback();
            if (fallback != null && fallback.type() != null) {
                stepSenders.fault(fallback.type(), fallback.channelId(), field + "fallback.channelId")
                        .ifPresent(faults::add);
            }
        }
        return faults;
    }

    /** What a text channel takes, as far as that is known before the leads' values are in. */
    private static Optional<FieldError> length(CampaignStep step, String body, String field) {
        String text = PlainText.of(body);
        if (step.type() == StepType.SMS && text.length() > SmsText.MOST_CHARACTERS) {
            return Optional.of(FieldError.of(field + ".body", "too-long", "An SMS has at most "
                    + SmsText.MOST_CHARACTERS + " characters; this one has " + text.length() + "."));
        }
        if (step.type() == StepType.INSTAGRAM && text.getBytes(StandardCharsets.UTF_8).length > INSTAGRAM_BYTES) {
            return Optional.of(FieldError.of(field + ".body", "too-long", "Instagram takes at most "
                    + INSTAGRAM_BYTES + " bytes."));
        }
        return Optional.empty();
    }

    private List<FieldError> content(CampaignStep step, String field) {
        StepContent content = step.content();
        List<FieldError> faults = new ArrayList<>();
        if (content != null && content.variables() != null) {
            content.variables().forEach((place, text) -> variables.check(text, "-").forEach(fault -> faults.add(
                    FieldError.of(field + ".content.variables." + place, fault.code(), fault.message()))));
        }
        return faults;
    }

    private List<FieldError> step(int index, CampaignStep step) {
        String field = "steps[" + index + "]";
        if (step.type() == StepType.DELAY) {
            return List.of();
        }
        List<FieldError> faults = new ArrayList<>();
        var template = step.templateId() == null ? null : templates.find(step.templateId()).orElse(null);
        if (step.templateId() != null && template == null) {
            faults.add(FieldError.of(field + ".templateId", "unknown", "There is no such template."));
        }
        String subject = step.subject() != null ? step.subject() : template == null ? null : template.subject();
        String body = step.body() != null ? step.body() : template == null ? null : template.body();
        boolean mail = step.type() == StepType.EMAIL
                || step.fallback() != null && step.fallback().type() == ChannelType.EMAIL;
        if (mail && (subject == null || subject.isBlank())) {
            faults.add(FieldError.of(field + ".subject", "required", "A mail needs a subject."));
        }
        if (body == null || body.isBlank()) {
            faults.add(FieldError.of(field + ".body", "required", "A message needs a text or a template."));
        } else {
            variables.check(mail || subject != null && !subject.isBlank() ? subject : null, body).forEach(fault ->
                    faults.add(FieldError.of(field + "." + fault.field(), fault.code(), fault.message())));
            length(step, body, field).ifPresent(faults::add);
        }
        faults.addAll(content(step, field));
        return faults;
    }

    private static FieldError at(CampaignPlanner.Planned planned, Diagnostic diagnostic) {
        Integer origin = diagnostic.stepId() == null ? null : planned.origins().get(diagnostic.stepId());
        return FieldError.of(origin == null ? "steps" : "steps[" + origin + "]", diagnostic.code(),
                diagnostic.message());
    }

}
