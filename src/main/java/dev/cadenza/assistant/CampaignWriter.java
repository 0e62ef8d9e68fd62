package dev.cadenza.assistant;

import dev.cadenza.campaign.CampaignProposals;
import dev.cadenza.campaign.CampaignProposals.Proposal;
import dev.cadenza.campaign.CampaignProposals.Written;
import dev.cadenza.fair.EventAudiences;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes a campaign of a plan, as a draft and once for a conversation. There is nothing here that launches. */
@Component
class CampaignWriter {

    private final ConversationStore store;
    private final CampaignProposals proposals;
    private final EventAudiences events;

    CampaignWriter(ConversationStore store, CampaignProposals proposals, EventAudiences events) {
        this.store = store;
        this.proposals = proposals;
        this.events = events;
    }

    /**
     * What was written.
     *
     * @param again whether the campaign was there and says already what the plan does
     * @param plan as it is now, with the list that was made of an event
     */
    record Result(Written campaign, boolean again, Plan plan) {
    }

    Map<UUID, UUID> of(Collection<UUID> conversationIds) {
        return proposals.of(conversationIds);
    }

    Optional<Written> of(UUID conversationId) {
        return proposals.of(conversationId);
    }

    /**
     * Writes the campaign, or leaves it as it is where the plan is the one it was written from. Joins no other
     * transaction's fate: what it returns is committed.
     *
     * @throws Conflict where it was launched, or changed by hand since
     * @throws dev.cadenza.problem.Rejected naming what is bad
     */
    @Transactional
    public Result write(UUID conversationId, Plan wanted) {
        Conversation conversation = store.lock(conversationId)
                .orElseThrow(() -> new NotFound("conversation", conversationId));
        Optional<Written> old = proposals.of(conversationId);
        Plan plan = madeBefore(wanted, conversation.written());
        if (old.isPresent()) {
            if (plan.equals(conversation.written())) {
                return new Result(old.get(), true, plan);
            }
            if (!old.get().draft()) {
                throw new Conflict("campaign-launched", "The campaign " + old.get().name() + " was launched, so I "
                        + "can't change it any more. Start a new conversation for another one.");
            }
            if (!Objects.equals(old.get().version(), conversation.writtenVersion())) {
                throw new Conflict("campaign-changed", "Somebody changed the campaign " + old.get().name()
                        + " by hand since I wrote it. I don't write over that; change it there, or start a new"
                        + " conversation.");
            }
        }
        Plan.Audience audience = plan.audience();
        if (audience != null && audience.kind() == Plan.AudienceKind.EVENT && audience.listId() == null) {
            plan = plan.to(new Plan.Audience(audience.kind(), audience.id(), audience.name(),
                    events.listOf(audience.id())));
        }
        Written campaign = proposals.write(conversationId, proposal(plan));
        store.written(conversationId, plan, campaign.version());
        return new Result(campaign, false, plan);
    }

    /** The list that was made of the same event before is used again. */
    private static Plan madeBefore(Plan plan, @Nullable Plan written) {
        Plan.Audience now = plan.audience();
        Plan.Audience before = written == null ? null : written.audience();
        return now != null && before != null && now.id().equals(before.id()) ? plan.to(before) : plan;
    }

    private static Proposal proposal(Plan plan) {
        Plan.Audience audience = plan.audience();
        boolean segment = audience != null && audience.kind() == Plan.AudienceKind.SEGMENT;
        UUID list = audience == null || segment ? null : audience.listId() != null ? audience.listId() : audience.id();
        Plan.Settings settings = plan.settings();
        return new Proposal(plan.title().substring(0, Math.min(plan.title().length(), 200)),
                "Planned in a conversation with the assistant.", list, segment ? audience.id() : null,
                plan.sender() == null ? null : plan.sender().id(), plan.reviewMode(), plan.scheduledAt(),
                plan.steps().stream().map(step -> new CampaignProposals.Step(step.channel(), step.delay(),
                        step.templateId(), step.subject(), step.body())).toList(),
                new CampaignProposals.Settings(settings.sendDays(), settings.sendWindowStart(),
                        settings.sendWindowEnd(),
                        settings.timezone(), settings.leadTimezone(), settings.dailyLimit(),
                        settings.consentRequired()));
    }
}
