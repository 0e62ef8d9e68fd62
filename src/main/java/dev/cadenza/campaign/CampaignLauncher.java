package dev.cadenza.campaign;

import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.audience.Audiences;
import dev.cadenza.journey.Journey;
import dev.cadenza.journey.JourneySettings;
import dev.cadenza.journey.Journeys;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps of a campaign's launch, as {@code processes/campaign-launch.bpmn} calls them: each joins the engine's
 * transaction, so a crash repeats a step or finds it done, and nothing in between.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class CampaignLauncher {

    private final Campaigns campaigns;
    private final SettingsStore settings;
    private final CampaignPlanner planner;
    private final CampaignCheck check;
    private final Journeys journeys;
    private final StepSenders senders;
    private final Audiences audiences;
    private final Visibility visibility;
    private final ActivityLog activity;
    private final Clock clock;

    CampaignLauncher(Campaigns campaigns, SettingsStore settings, CampaignPlanner planner, CampaignCheck check,
            Journeys journeys, StepSenders senders, Audiences audiences, Visibility visibility,
            ActivityLog activity, Clock clock) {
        this.senders = senders;
        this.campaigns = campaigns;
        this.settings = settings;
        this.planner = planner;
        this.check = check;
        this.journeys = journeys;
        this.audiences = audiences;
        this.visibility = visibility;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * Takes the campaign out of the marketer's hands.
     *
     * @throws Conflict where it was launched before
     * @throws Rejected naming everything that keeps it from being launched
     */
    void launch(UUID campaignId, String processInstanceId) {
        visibility.require("campaign", campaignId); // the process may have been started over the engine's REST API
        Campaign campaign = lock(campaignId);
        campaign.requireLaunchable();
        List<FieldError> faults = check.launch(campaign, settings.get(campaignId));
        if (!faults.isEmpty()) {
            throw new Rejected(faults);
        }
        campaign.launch(processInstanceId, clock.instant());
        activity.record(Action.EMAIL_CAMPAIGN_LAUNCHED, campaignId, Map.of("name", campaign.name()));
    }

    /** @return true where enrolling has to wait for the scheduled time: nobody reviews anything before it */
    boolean deploy(UUID campaignId) {
        Campaign campaign = lock(campaignId);
        CampaignSettings how = settings.get(campaignId);
        Map<UUID, UUID> opened = journeys.open(campaignId, senders.all(campaign), how.pace());
        UUID first = required(opened.keySet().stream().findFirst().orElse(null), "senderAccountId");
        Journey journey = journeys.deploy(campaignId, planner.plan(campaign, how).plan(), new JourneySettings(
                opened.get(first), first, how.window(), how.leadTimezone(), how.cohortSize(), opened));
        campaign.deployed(journey.id());
        Instant start = campaign.scheduledAt();
        return start != null && start.isAfter(clock.instant()) && campaign.reviewMode() == ReviewMode.NONE;
    }

    /** Enrolls the next leads. @param afterLead the last lead of the chunk before */
    Journeys.Enrolled enroll(UUID campaignId, @Nullable UUID afterLead) {
        Campaign campaign = lock(campaignId);
        if (afterLead == null) {
            campaign.audienceTaken();
        }
        Instant start = campaign.scheduledAt();
        if (start == null || !start.isAfter(clock.instant())) {
            campaign.begin(clock.instant());
        }
        return journeys.enrollNext(required(campaign.journeyId(), "journeyId"),
                audiences.members(campaign.listId(), campaign.segmentId()), afterLead);
    }

    /**
     * How far the campaign is.
     *
     * @param lookAgainAt null when everybody has finished
     * @param exportAtEnd true where the campaign ends in a file
     * @param newcomers true where leads came into the audience since it was last enrolled
     */
    record Progress(@Nullable Instant lookAgainAt, boolean newcomers, boolean exportAtEnd) {
    }

    /** Locked: who is let in by others at this moment has come in before, or finds it over. */
    Progress look(UUID campaignId) {
        Campaign campaign = lock(campaignId);
        Instant now = clock.instant();
        Instant start = campaign.scheduledAt();
        if (start == null || !start.isAfter(now)) {
            campaign.begin(now);
        }
        CampaignSettings how = settings.get(campaignId);
        boolean newcomers = campaign.audienceGrew() && how.enrollAdded();
        Instant again = journeys.settle(campaignId);
        if (start != null && start.isAfter(now) && again != null && again.isAfter(start)) {
            again = start;
        }
        if (again == null && !newcomers) {
            campaign.close(now);
        }
        return new Progress(again, newcomers, how.exportAtEnd());
    }

    void complete(UUID campaignId) {
        boolean exported = settings.get(campaignId).exportAtEnd();
        lock(campaignId).complete(exported, clock.instant());
        activity.record(Action.EMAIL_CAMPAIGN_COMPLETED, campaignId, Map.of());
    }

    private Campaign lock(UUID id) {
        return campaigns.lock(id).orElseThrow(() -> new NotFound("campaign", id));
    }

    private static UUID required(@Nullable UUID value, String field) {
        if (value == null) {
            throw new Rejected(FieldError.required(field));
        }
        return value;
    }
}
