package dev.cadenza.campaign;

import dev.cadenza.access.Visibility;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes what a conversation with the assistant has come to, as a draft, by the rules of {@code POST /campaigns}. */
@Component
@Transactional
public class CampaignProposals {

    private final CampaignDesk desk;
    private final Campaigns campaigns;
    private final Visibility visibility;
    private final JdbcTemplate jdbc;

    CampaignProposals(CampaignDesk desk, Campaigns campaigns, Visibility visibility, JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        this.desk = desk;
        this.campaigns = campaigns;
        this.visibility = visibility;
    }

    /** A campaign as it is proposed; what is null is as in every new campaign. */
    public record Proposal(String name, String description, @Nullable UUID listId, @Nullable UUID segmentId,
            @Nullable UUID senderAccountId, @Nullable ReviewMode reviewMode, @Nullable Instant scheduledAt,
            List<Step> steps, Settings settings) {
    }

    /** @param delay the wait before the message */
    public record Step(StepType type, @Nullable Duration delay, @Nullable UUID templateId, @Nullable String subject,
            @Nullable String body) {
    }

    /** @param dailyLimit 0 for none */
    public record Settings(@Nullable Set<DayOfWeek> sendDays, @Nullable LocalTime sendWindowStart,
            @Nullable LocalTime sendWindowEnd, @Nullable String timezone, @Nullable Boolean leadTimezone,
            @Nullable Integer dailyLimit, @Nullable Boolean consentRequired) {
    }

    /**
     * The campaign of a conversation.
     *
     * @param draft whether it can still be written
     * @param version changes with everything that anybody writes in it
     */
    public record Written(UUID id, String name, boolean draft, int version) {
    }

    /** Empty where there is none, or where the user of the request does not see it any more. */
    @Transactional(readOnly = true)
    public Optional<Written> of(UUID conversationId) {
        return campaigns.findByConversationId(conversationId).filter(campaign -> visibility.sees(campaign.id()))
                .map(CampaignProposals::written);
    }

    /** The ids of the campaigns of many conversations that the user of the request sees, by conversation. */
    @Transactional(readOnly = true)
    public Map<UUID, UUID> of(Collection<UUID> conversationIds) {
        Map<UUID, UUID> found = new HashMap<>();
        jdbc.query("select c.conversation_id, c.id from campaign c where c.conversation_id = any(?) and "
                + visibility.condition("c.id"), row -> {
                    found.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
                }, (Object) conversationIds.toArray(UUID[]::new));
        return found;
    }

    /**
     * Writes the campaign of the conversation: a new draft, or, where there is one, that one over.
     *
     * @throws Rejected naming what is bad
     * @throws dev.cadenza.problem.Conflict where it was launched
     */
    public Written write(UUID conversationId, Proposal proposal) {
        Optional<Campaign> old = campaigns.findByConversationId(conversationId);
        CampaignViews.Write write = write(proposal);
        if (old.isPresent()) {
            visibility.require("campaign", old.get().id());
            old.get().clearAudience();
            desk.change(old.get().id(), write);
            return written(old.get());
        }
        UUID id = desk.create(write).id();
        Campaign fresh = campaigns.findById(id).orElseThrow();
        fresh.plannedIn(conversationId);
        campaigns.flush();
        return written(fresh);
    }

    /** What would keep the campaign from being launched now, in sentences. */
    @Transactional(readOnly = true)
    public List<String> missing(UUID campaignId) {
        return desk.check(campaignId).stream().map(FieldError::message).distinct().toList();
    }

    private static Written written(Campaign campaign) {
        return new Written(campaign.id(), campaign.name(), campaign.status() == CampaignStatus.DRAFT,
                campaign.version());
    }

    private static CampaignViews.Write write(Proposal proposal) {
        Settings settings = proposal.settings();
        return new CampaignViews.Write(proposal.name(), proposal.description(), proposal.listId(), proposal.segmentId(),
                proposal.senderAccountId(), proposal.reviewMode(), proposal.scheduledAt(),
                proposal.steps().stream().map(step -> new CampaignViews.StepWrite(step.type(), null, step.templateId(),
                        step.subject(), step.body(), step.delay(), null, null, null)).toList(),
                new CampaignViews.SettingsWrite(settings.sendWindowStart(), settings.sendWindowEnd(),
                        settings.sendDays(), settings.timezone(), settings.leadTimezone(), settings.dailyLimit(), null,
                        null, null, null, null, null, settings.consentRequired(), null), null);
    }
}
