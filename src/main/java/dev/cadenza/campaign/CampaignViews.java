package dev.cadenza.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the API of campaigns takes and gives. */
final class CampaignViews {

    private CampaignViews() {
    }

    /**
     * A whole campaign, to create one; to change one, what is null stays.
     *
     * @param brief what the campaign is about, for whoever writes its drafts; blank takes it away
     */
    record Write(@Nullable String name, @Nullable String description, @Nullable UUID listId, @Nullable UUID segmentId,
            @Nullable UUID senderAccountId, @Nullable ReviewMode reviewMode, @Nullable Instant scheduledAt,
            @Nullable List<StepWrite> steps, @Nullable SettingsWrite settings, @Nullable String brief) {

        static Write of(@Nullable List<StepWrite> steps, @Nullable SettingsWrite settings) {
            return new Write(null, null, null, null, null, null, null, steps, settings, null);
        }
    }

    /**
     * One step.
     *
     * @param templateId where subject or body are not given, the template's are used
     * @param subject of a mail, or the title of a notification
     * @param body HTML or plain text; what is no mail goes as plain text
     * @param delay of a DELAY step, or the wait before a message; ISO 8601
     * @param channelId the channel that it goes through; the only active one of its kind where it is left out
     * @param fallback for leads that have no address on the channel; without it they skip the step
     * @param content an approved text for WhatsApp
     */
    record StepWrite(@Nullable StepType type, @Nullable String name, @Nullable UUID templateId,
            @Nullable String subject, @Nullable String body, @Nullable Duration delay, @Nullable UUID channelId,
            @Nullable StepFallback fallback, @Nullable StepContent content) {
    }

    /** Settings to change; what is null stays. A daily limit of 0 takes the campaign's own limit away. */
    record SettingsWrite(@Nullable LocalTime sendWindowStart, @Nullable LocalTime sendWindowEnd,
            @Nullable Set<DayOfWeek> sendDays, @Nullable String timezone, @Nullable Boolean leadTimezone,
            @Nullable Integer dailyLimit, @Nullable Integer delayBetweenEmailsSeconds, @Nullable Integer cohortSize,
            @Nullable Boolean enrollAdded, @Nullable RejectedLeads rejectedLeads, @Nullable Boolean trackOpens,
            @Nullable Boolean trackClicks, @Nullable Boolean consentRequired, @Nullable Boolean exportAtEnd) {
    }

    record StepView(UUID id, int position, StepType type, @Nullable String name, @Nullable UUID templateId,
            @Nullable String subject, @Nullable String body, @Nullable Duration delay, @Nullable UUID channelId,
            @Nullable StepFallback fallback, @Nullable StepContent content) {

        static StepView of(CampaignStep step) {
            return new StepView(step.id(), step.position(), step.type(), step.name(), step.templateId(),
                    step.subject(), step.body(), step.delay(), step.channelId(), step.fallback(), step.content());
        }
    }

    /**
     * A campaign.
     *
     * @param processInstanceId of the launch, to look at in Cockpit
     * @param conversationId of the conversation with the assistant that it comes from
     */
    record View(UUID id, String name, @Nullable String description, CampaignStatus status, @Nullable UUID listId,
            @Nullable UUID segmentId, @Nullable UUID senderAccountId, ReviewMode reviewMode,
            @Nullable Instant scheduledAt, @Nullable UUID journeyId, @Nullable String processInstanceId,
            @Nullable String createdBy, @Nullable UUID conversationId, Instant createdAt, Instant updatedAt,
            @Nullable Instant startedAt, @Nullable Instant endedAt, int version, List<StepView> steps,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CampaignSettings settings, @Nullable String brief,
            @Nullable Instant generatedAt, @Nullable Instant exportedAt, int exportCount) {

        static View of(Campaign campaign, @Nullable CampaignSettings settings) {
            return new View(campaign.id(), campaign.name(), campaign.description(), campaign.status(),
                    campaign.listId(), campaign.segmentId(), campaign.senderAccountId(), campaign.reviewMode(),
                    campaign.scheduledAt(), campaign.journeyId(), campaign.processInstanceId(), campaign.createdBy(),
                    campaign.conversationId(), campaign.createdAt(), campaign.updatedAt(), campaign.startedAt(),
                    campaign.endedAt(), campaign.version(), campaign.steps().stream().map(StepView::of).toList(), settings,
                    campaign.brief(), campaign.generatedAt(), campaign.exportedAt(), campaign.exportCount());
        }
    }
}
