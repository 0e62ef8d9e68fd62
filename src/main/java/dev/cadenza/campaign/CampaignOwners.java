package dev.cadenza.campaign;

import dev.cadenza.access.OwnedKind;
import dev.cadenza.engine.OwnedProcess;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Campaigns have owners. */
@Configuration
class CampaignOwners {

    @Bean
    OwnedKind ownersOfCampaigns() {
        return OwnedKind.rows("campaigns", "campaign", "campaign");
    }

    @Bean
    OwnedProcess processesOfCampaigns() {
        return new OwnedProcess("campaigns", CampaignPlanner::key);
    }
}
