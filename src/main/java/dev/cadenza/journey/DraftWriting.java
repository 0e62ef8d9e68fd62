package dev.cadenza.journey;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.ContentTemplate;
import dev.cadenza.compiler.Step;
import dev.cadenza.draft.DraftOrder;
import dev.cadenza.draft.Drafts;
import dev.cadenza.draft.Recipient;
import dev.cadenza.draft.WrittenDraft;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Has the drafts of one step written for the leads of one cohort. */
@Component
class DraftWriting {

    private final LeadProfiles profiles;
    private final Drafts drafts;

    DraftWriting(LeadProfiles profiles, Drafts drafts) {
        this.profiles = profiles;
        this.drafts = drafts;
    }

    Map<UUID, LeadProfile> leadsOf(List<Cohorts.Traveller> travellers) {
        return profiles.load(travellers.stream().map(Cohorts.Traveller::leadId).toList()).stream()
                .collect(Collectors.toMap(LeadProfile::id, Function.identity()));
    }

    List<WrittenDraft> write(Journey journey, Step.Send step, UUID cohort, int visit, List<Cohorts.Traveller> travellers,
            Map<UUID, LeadProfile> leads, Map<UUID, Routes.Route> ways, boolean reviewed) {
        Map<ChannelType, List<Recipient>> byChannel = new EnumMap<>(ChannelType.class);
        for (Cohorts.Traveller traveller : travellers) {
            Routes.Route way = ways.get(traveller.leadId());
            if (way != null) {
                byChannel.computeIfAbsent(way.channel(), channel -> new ArrayList<>(travellers.size()))
                        .add(new Recipient(traveller.enrollmentId(), leads.get(traveller.leadId())));
            }
        }
        List<WrittenDraft> written = new ArrayList<>(travellers.size());
        byChannel.forEach((channel, recipients) -> written.addAll(
                drafts.write(order(journey, step, cohort, visit, channel, reviewed), recipients)));
        return written;
    }

    private static DraftOrder order(Journey journey, Step.Send step, UUID cohort, int visit, ChannelType channel,
            boolean reviewed) {
        boolean titled = channel == ChannelType.EMAIL || channel == ChannelType.PUSH;
        Step.Via via = step.via();
        boolean approved = via != null && via.contentSid() != null && channel == ChannelType.WHATSAPP;
        return new DraftOrder(journey.ownerId(), journey.id(), cohort, step.id(), channel.name(),
                titled ? step.subject() : null, step.body(), step.draftType(), reviewed,
                approved ? new ContentTemplate(via.contentSid(), via.contentVariables()) : null, visit - 1);
    }
}
