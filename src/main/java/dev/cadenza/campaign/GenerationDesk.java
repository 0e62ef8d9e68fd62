package dev.cadenza.campaign;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.compiler.Step;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import dev.cadenza.writer.GenerationOrder;
import dev.cadenza.writer.GenerationView;
import dev.cadenza.writer.Generations;
import dev.cadenza.writer.StepText;
import dev.cadenza.writer.WriterKind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Drafts before the launch: has them written, raises their cap, throws them away. */
@Component
@Transactional
class GenerationDesk {

    private final Campaigns campaigns;
    private final SettingsStore settings;
    private final CampaignCheck check;
    private final CampaignPlanner planner;
    private final Generations generations;
    private final ActivityLog activity;
    private final Clock clock;

    GenerationDesk(Campaigns campaigns, SettingsStore settings, CampaignCheck check, CampaignPlanner planner,
            Generations generations, ActivityLog activity, Clock clock) {
        this.campaigns = campaigns;
        this.settings = settings;
        this.check = check;
        this.planner = planner;
        this.generations = generations;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * @param writer null for the model where there is one and a brief, else the template writer
     * @param tokenCap most tokens that the drafts may cost
     */
    record Generate(@Nullable WriterKind writer, @Nullable Long tokenCap) {
    }

    record Cap(@Nullable Long tokenCap) {
    }

    /** @throws Rejected naming everything that keeps drafts from being written */
    GenerationView generate(UUID id, Generate how) {
        Campaign campaign = lock(id);
        CampaignSettings set = settings.get(id);
        campaign.generate(clock.instant());
        List<FieldError> faults = check.generation(campaign, set);
        if (!faults.isEmpty()) {
            throw new Rejected(faults);
        }
        generations.start(new GenerationOrder(id, campaign.brief(), how.writer(), how.tokenCap(),
                steps(planner.plan(campaign, set)), campaign.listId(), campaign.segmentId()));
        activity.record(Action.EMAIL_DRAFTS_REQUESTED, id, Map.of("name", campaign.name()));
        return get(id);
    }

    @Transactional(readOnly = true)
    GenerationView get(UUID id) {
        return generations.find(id).orElseThrow(() -> new NotFound("generation of drafts", id));
    }

    GenerationView raiseCap(UUID id, Cap cap) {
        generations.raiseCap(id, cap.tokenCap());
        activity.record(Action.EMAIL_TOKEN_CAP_RAISED, id, Map.of("tokenCap", String.valueOf(cap.tokenCap())));
        return get(id);
    }

    void discard(UUID id) {
        generations.hold(id);
        Campaign campaign = lock(id);
        campaign.discardDrafts(clock.instant());
        generations.discard(id);
        activity.record(Action.EMAIL_DRAFTS_DISCARDED, id, Map.of("name", campaign.name()));
    }

    /** All drafts are written. */
    void ready(UUID id) {
        lock(id).ready(clock.instant());
        activity.record(Action.EMAIL_DRAFTS_READY, id, Map.of());
    }

    private static List<StepText> steps(CampaignPlanner.Planned planned) {
        List<StepText> steps = new ArrayList<>();
        for (Step step : planned.plan().steps()) {
            // A text that a provider has approved is nobody's to write; its messages are written on the way, as ever.
            if (step instanceof Step.Send send && (send.via() == null || send.via().contentSid() == null)) {
                steps.add(new StepText(send.id(), steps.size() + 1, send.name(), send.channel(), send.draftType(),
                        send.subject(), send.body()));
            }
        }
        return steps;
    }

    private Campaign lock(UUID id) {
        return campaigns.lock(id).orElseThrow(() -> new NotFound("campaign", id));
    }
}
