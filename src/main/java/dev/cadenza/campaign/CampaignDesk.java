package dev.cadenza.campaign;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.compiler.PlanCompiler;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Where a marketer writes campaigns. Everything here needs the campaign to be a draft; launching is elsewhere. */
@Component
@Transactional
public class CampaignDesk {

    private final Campaigns campaigns;
    private final SettingsStore settings;
    private final CampaignCheck check;
    private final CampaignPlanner planner;
    private final CampaignInput input;
    private final ActivityLog activity;
    private final Clock clock;

    CampaignDesk(Campaigns campaigns, SettingsStore settings, CampaignCheck check, CampaignPlanner planner,
            CampaignInput input, ActivityLog activity, Clock clock) {
        this.campaigns = campaigns;
        this.settings = settings;
        this.check = check;
        this.planner = planner;
        this.input = input;
        this.activity = activity;
        this.clock = clock;
    }

    CampaignViews.View create(CampaignViews.Write write) {
        Instant now = clock.instant();
        Campaign campaign = new Campaign(Ids.next(), "", SignedInUser.current().map(SignedInUser::email).orElse(null),
                now);
        CampaignInput.Checked checked = input.check(campaign, CampaignSettings.DEFAULTS, write);
        campaign.write(checked.content(), now);
        campaign.writeSteps(checked.steps(), now);
        campaigns.saveAndFlush(campaign);
        settings.put(campaign.id(), checked.settings());
        activity.record(Action.EMAIL_CAMPAIGN_CREATED, campaign.id(), Map.of("name", campaign.name()));
        return CampaignViews.View.of(campaign, checked.settings());
    }

    CampaignViews.View change(UUID id, CampaignViews.Write write) {
        Campaign campaign = campaigns.lock(id).orElseThrow(() -> new NotFound("campaign", id));
        campaign.requireDraft();
        Instant now = clock.instant();
        CampaignInput.Checked checked = input.check(campaign, settings.get(id), write);
        campaign.write(checked.content(), now);
        if (write.steps() != null) {
            campaign.writeSteps(List.of(), now);
            campaigns.flush();
            campaign.writeSteps(checked.steps(), now);
        }
        settings.put(id, checked.settings());
        campaigns.flush();
        activity.record(Action.EMAIL_CAMPAIGN_UPDATED, id, Map.of("name", campaign.name()));
        return CampaignViews.View.of(campaign, checked.settings());
    }

    void delete(UUID id) {
        Campaign campaign = campaigns.lock(id).orElseThrow(() -> new NotFound("campaign", id));
        campaign.requireDraft();
        campaigns.delete(campaign);
        activity.record(Action.EMAIL_CAMPAIGN_DELETED, id, Map.of("name", campaign.name()));
    }

    @Transactional(readOnly = true)
    CampaignViews.View get(UUID id) {
        return CampaignViews.View.of(find(id), settings.get(id));
    }

    @Transactional(readOnly = true)
    Page<CampaignViews.View> list(@Nullable CampaignStatus status, int page, int size) {
        PageRequest request = PageRequest.of(page, size, Sort.by(Sort.Direction.DESC, "createdAt"));
        Page<Campaign> found = status == null ? campaigns.findAll(request) : campaigns.findByStatus(status, request);
        return found.map(campaign -> CampaignViews.View.of(campaign, null));
    }

    @Transactional(readOnly = true)
    CampaignSettings settings(UUID id) {
        find(id);
        return settings.get(id);
    }

    /** Everything that would keep the campaign from being launched now. */
    @Transactional(readOnly = true)
    List<FieldError> check(UUID id) {
        return check.launch(find(id), settings.get(id));
    }

    /**
     * The BPMN of the campaign as it is written, before its launch too.
     *
     * @throws Rejected naming the faults that keep it from being drawn
     */
    @Transactional(readOnly = true)
    String bpmn(UUID id) {
        Campaign campaign = find(id);
        CampaignSettings how = settings.get(id);
        List<FieldError> faults = check.content(campaign, how);
        if (!faults.isEmpty()) {
            throw new Rejected(faults);
        }
        return PlanCompiler.compile(planner.plan(campaign, how).plan()).xml();
    }

    private Campaign find(UUID id) {
        return campaigns.findById(id).orElseThrow(() -> new NotFound("campaign", id));
    }
}
