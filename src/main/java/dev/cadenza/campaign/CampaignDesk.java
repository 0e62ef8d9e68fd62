package dev.cadenza.campaign;

import dev.cadenza.access.Ownership;
import dev.cadenza.access.Visibility;
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
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;
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
    private final Ownership ownership;
    private final Visibility visibility;
    private final JdbcClient jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    CampaignDesk(Campaigns campaigns, SettingsStore settings, CampaignCheck check, CampaignPlanner planner,
            CampaignInput input, Ownership ownership, Visibility visibility, JdbcClient jdbc, ActivityLog activity,
            Clock clock) {
        this.campaigns = campaigns;
        this.settings = settings;
        this.check = check;
        this.planner = planner;
        this.input = input;
        this.ownership = ownership;
        this.visibility = visibility;
        this.jdbc = jdbc;
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
        ownership.own("campaigns", campaign.id());
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
        ownership.forget(id);
    }

    @Transactional(readOnly = true)
    CampaignViews.View get(UUID id) {
        return CampaignViews.View.of(find(id), settings.get(id));
    }

    @Transactional(readOnly = true)
    Page<CampaignViews.View> list(@Nullable CampaignStatus status, int page, int size) {
        String where = " from campaign c where " + visibility.condition("c.id")
                + (status == null ? "" : " and c.status = '" + status.name() + "'");
        List<UUID> ids = jdbc.sql("select c.id" + where + " order by c.created_at desc, c.id limit :size offset :offset")
                .param("size", size).param("offset", (long) page * size).query(UUID.class).list();
        Map<UUID, Campaign> found = campaigns.findAllById(ids).stream()
                .collect(Collectors.toMap(Campaign::id, campaign -> campaign));
        return new PageImpl<>(ids.stream().map(found::get).filter(Objects::nonNull)
                .map(campaign -> CampaignViews.View.of(campaign, null)).toList(), PageRequest.of(page, size),
                jdbc.sql("select count(*)" + where).query(Long.class).single());
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
