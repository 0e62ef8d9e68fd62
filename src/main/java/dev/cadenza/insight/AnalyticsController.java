package dev.cadenza.insight;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1")
@Tag(name = "Analytics")
class AnalyticsController {

    private static final int DEFAULT_DAYS = 30;

    private final CampaignStatistics campaigns;
    private final CampaignChannels channels;
    private final DailyStatistics days;
    private final Clock clock;

    AnalyticsController(CampaignStatistics campaigns, CampaignChannels channels, DailyStatistics days, Clock clock) {
        this.channels = channels;
        this.campaigns = campaigns;
        this.days = days;
        this.clock = clock;
    }

    @GetMapping("/campaigns/{id}/stats")
    @Operation(summary = "What became of the leads and mails of a campaign")
    CampaignStats campaign(@PathVariable UUID id) {
        return campaigns.of(id);
    }

    @GetMapping("/campaigns/{id}/channels")
    @Operation(summary = "What became of a campaign's messages on each channel: sent, delivered, opened, clicked")
    List<CampaignChannels.ChannelStats> channels(@PathVariable UUID id) {
        return channels.of(id);
    }

    @GetMapping("/analytics/daily")
    @Operation(summary = "Drafts created and approved, mails and follow-ups sent, for each day; the last 30 by default")
    List<DailyStatistics.Day> daily(@RequestParam(required = false) @Nullable LocalDate from, @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(defaultValue = "UTC") String timezone) {
        ZoneId zone = zone(timezone);
        LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), zone) : to;
        return days.between(from == null ? last.minusDays(DEFAULT_DAYS - 1) : from, last, zone);
    }

    private static ZoneId zone(String timezone) {
        try {
            return ZoneId.of(timezone);
        } catch (DateTimeException unknown) {
            throw new Rejected(FieldError.of("timezone", "unknown",
                    "'" + timezone + "' is not a timezone such as Europe/Berlin."));
        }
    }
}
