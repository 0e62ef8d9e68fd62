package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import dev.cadenza.draft.DraftOrder;
import dev.cadenza.draft.Drafts;
import dev.cadenza.draft.Recipient;
import dev.cadenza.draft.WrittenDraft;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
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

    List<WrittenDraft> write(Journey journey, Step.Send step, UUID cohort, List<Cohorts.Traveller> travellers,
            Map<UUID, LeadProfile> leads, boolean reviewed) {
        List<Recipient> recipients = travellers.stream()
                .filter(traveller -> leads.containsKey(traveller.leadId()))
                .map(traveller -> new Recipient(traveller.enrollmentId(), leads.get(traveller.leadId())))
                .toList();
        return drafts.write(new DraftOrder(journey.ownerId(), journey.id(), cohort, step.id(), step.channel(),
                step.subject(), step.body(), step.draftType(), reviewed), recipients);
    }
}
