package dev.cadenza.insight;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The numbers of one campaign, counted from its rows. */
@RestController
@RequestMapping("/api/v1/campaigns/{id}")
@Tag(name = "Analytics")
class CampaignStatsController {

    private final CampaignStatistics campaigns;
    private final CampaignChannels channels;

    CampaignStatsController(CampaignStatistics campaigns, CampaignChannels channels) {
        this.campaigns = campaigns;
        this.channels = channels;
    }

    @GetMapping("/stats")
    @Operation(summary = "What became of the leads and mails of a campaign")
    CampaignStats campaign(@PathVariable UUID id) {
        return campaigns.of(id);
    }

    @GetMapping("/channels")
    @Operation(summary = "What became of a campaign's messages on each channel: sent, delivered, opened, clicked")
    List<CampaignChannels.ChannelStats> channels(@PathVariable UUID id) {
        return channels.of(id);
    }
}
