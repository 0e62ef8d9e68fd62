package dev.cadenza.campaign;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cadenza.compiler.Step;
import dev.cadenza.journey.Entrance;
import dev.cadenza.journey.Entry;
import dev.cadenza.journey.Journeys;
import dev.cadenza.journey.ReEntry;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.util.Collection;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Workflows let leads into campaigns that run, each lead once; one that none of its channels reaches is skipped by the
 * campaign's steps. A campaign that is over lets nobody in; one that is not launched yet is a failure that a person can
 * put right.
 */
@Component
class CampaignEntrance implements Entrance {

    private final Campaigns campaigns;
    private final Journeys journeys;

    CampaignEntrance(Campaigns campaigns, Journeys journeys) {
        this.campaigns = campaigns;
        this.journeys = journeys;
    }

    @Override
    public Step.StartJourney.Target kind() {
        return Step.StartJourney.Target.CAMPAIGN;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public int enter(UUID target, Collection<UUID> leads, UUID from) {
        Campaign campaign = campaigns.lock(target).orElseThrow(() -> new NotFound("campaign", target));
        if (campaign.over()) {
            return 0;
        }
        UUID journey = campaign.journeyId();
        if (journey == null) {
            throw new Conflict("campaign-not-launched", "The campaign '" + campaign.name() + "' is not launched.");
        }
        return journeys.enter(journey, leads.stream().map(lead -> new Entry(lead, "workflow", null,
                JsonNodeFactory.instance.objectNode().put("from", from.toString()))).toList(), ReEntry.NEVER)
                .entered().size();
    }
}
