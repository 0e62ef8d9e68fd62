package dev.cadenza.campaign;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.compiler.DurationWords;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.Step;
import dev.cadenza.draft.TemplateTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns what a marketer wrote into a plan: the mails and delays in their order, a review before each mail that wants
 * one. A follow-up is reviewed before its delay and not after it, so that a review does not make it late.
 */
@Component
class CampaignPlanner {

    private final TemplateTexts templates;
    private final StepSenders senders;

    CampaignPlanner(TemplateTexts templates, StepSenders senders) {
        this.senders = senders;
        this.templates = templates;
    }

    /**
     * A plan and where its steps come from.
     *
     * @param origins index in the campaign's steps of each plan step
     */
    record Planned(Plan plan, Map<String, Integer> origins) {
    }

    Planned plan(Campaign campaign, CampaignSettings settings) {
        Writing writing = new Writing(campaign, settings);
        List<CampaignStep> steps = campaign.steps();
        for (int i = 0; i < steps.size(); i++) {
            writing.add(i, steps.get(i));
        }
        return writing.finish();
    }

    /** Steps are written from first to last; each learns its successor when that is known. */
    private final class Writing {

        private final Campaign campaign;
        private final CampaignSettings settings;
        private final List<Draft> drafts = new ArrayList<>();
        private final Map<String, Integer> origins = new LinkedHashMap<>();
        private final List<Draft> delays = new ArrayList<>();
        private final int mails;
        private int mail;

        Writing(Campaign campaign, CampaignSettings settings) {
            this.campaign = campaign;
            this.settings = settings;
            this.mails = (int) campaign.steps().stream().filter(s -> s.type() != StepType.DELAY).count();
        }

        void add(int index, CampaignStep step) {
            if (step.delay() != null) {
                delay(index, step);
            }
            if (step.type() != StepType.DELAY) {
                mail(index, step);
            }
        }

        private void delay(int index, CampaignStep step) {
            Duration duration = step.delay() == null ? Duration.ZERO : step.delay();
            String id = "wait-" + (index + 1);
            String own = step.type() == StepType.DELAY && step.name() != null ? step.name() : null;
            String name = own == null ? "Wait " + DurationWords.of(duration) : own;
            delays.add(new Draft(id, index, to -> new Step.Wait(id, name, duration, to)));
        }

        private void mail(int index, CampaignStep step) {
            mail++;
            String channel = step.type().name();
            String id = (step.type() == StepType.EMAIL ? "mail" : channel.toLowerCase(Locale.ROOT)) + "-" + mail;
            Step.Via via = via(step);
            boolean reviewed = campaign.reviewMode() == ReviewMode.EVERY_STEP
                    || campaign.reviewMode() == ReviewMode.FIRST_STEP && mail == 1;
            Optional<TemplateTexts.TemplateText> template =
                    Optional.ofNullable(step.templateId()).flatMap(templates::find);
            String subject = step.subject() != null ? step.subject()
                    : template.map(TemplateTexts.TemplateText::subject).orElse(null);
            String body = step.body() != null ? step.body() : template.map(TemplateTexts.TemplateText::body).orElse("");
            String name = name(step, subject, template.map(TemplateTexts.TemplateText::name).orElse(null));
            if (reviewed) {
                String review = "review-" + mail;
                boolean leave = settings.rejectedLeads() == RejectedLeads.LEAVE;
                drafts.add(new Draft(review, index, to -> new Step.Review(review, "Review drafts: " + name, id, leave,
                        to)));
            }
            if (mail == 1) {
                start(index, reviewed);
            }
            drafts.addAll(delays);
            delays.clear();
            String type = mail == 1 ? "FIRST_OUTREACH" : mail == mails && mails > 2 ? "FINAL_FOLLOWUP"
                    : "SECOND_FOLLOWUP";
            drafts.add(new Draft(id, index, to -> new Step.Send(id, name, channel, title(step, subject), body,
                    type, to, via)));
        }

        /** Mails and notifications have one; a step that may become a mail needs one for it. */
        private static @Nullable String title(CampaignStep step, @Nullable String subject) {
            boolean titled = step.type() == StepType.EMAIL || step.type() == StepType.PUSH
                    || step.fallback() != null && (step.fallback().type() == ChannelType.EMAIL
                            || step.fallback().type() == ChannelType.PUSH);
            return titled && subject != null && !subject.isBlank() ? subject : null;
        }

        /** Null where the campaign's own sender sends all of it: such a plan says no more than it must. */
        private Step.@Nullable Via via(CampaignStep step) {
            StepFallback fallback = step.fallback();
            ChannelType channel = step.type().channel();
            if (channel == null || channel == ChannelType.EMAIL && fallback == null) {
                return StepSenders.mailsAlone(campaign) ? null
                        : new Step.Via(campaign.senderAccountId(), null, null, null, Map.of());
            }
            StepContent content = step.content();
            return new Step.Via(senders.of(campaign, channel, step.channelId()).orElse(null),
                    fallback == null || fallback.type() == null ? null : fallback.type().name(),
                    fallback == null || fallback.type() == null ? null
                            : senders.of(campaign, fallback.type(), fallback.channelId()).orElse(null),
                    content == null ? null : content.sid(),
                    content == null || content.variables() == null ? Map.of() : content.variables());
        }

        /** Reviewed drafts wait for the campaign's time here; without a review the launch waits before it enrolls. */
        private void start(int index, boolean reviewed) {
            Instant at = campaign.scheduledAt();
            if (reviewed && at != null) {
                String id = "scheduled-start";
                drafts.add(new Draft(id, index, to -> new Step.WaitUntil(id, "Wait for the scheduled start", at, to)));
            }
        }

        private String name(CampaignStep step, @Nullable String subject, @Nullable String templateName) {
            if (step.name() != null) {
                return step.name();
            }
            return templateName != null ? templateName : subject != null ? subject : "Mail " + mail;
        }

        Planned finish() {
            drafts.addAll(delays);
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < drafts.size(); i++) {
                Draft draft = drafts.get(i);
                steps.add(draft.step().apply(i + 1 < drafts.size() ? drafts.get(i + 1).id() : "end"));
                origins.put(draft.id(), draft.origin());
            }
            steps.add(new Step.End("end", StepSenders.mailsAlone(campaign) ? "All mails sent" : "All messages sent"));
            return new Planned(new Plan(key(campaign.id()), campaign.name(), steps.get(0).id(), steps), origins);
        }
    }

    private record Draft(String id, int origin, Function<String, Step> step) {
    }

    /** The id of the campaign's process. */
    static String key(UUID campaignId) {
        return "campaign-" + campaignId;
    }
}
