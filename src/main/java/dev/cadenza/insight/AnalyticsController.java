package dev.cadenza.insight;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Numbers over campaigns and days, of what the user sees. The same as CSV: {@link AnalyticsCsvController}. */
@RestController
@RequestMapping("/api/v1/analytics")
@Tag(name = "Analytics")
class AnalyticsController {

    private final DailyNumbers days;
    private final ChannelNumbers channels;
    private final CampaignNumbers campaigns;
    private final Funnels funnels;
    private final SendingHours hours;
    private final ReplyNumbers replies;
    private final CardNumbers cards;
    private final Clock clock;

    AnalyticsController(DailyNumbers days, ChannelNumbers channels, CampaignNumbers campaigns, Funnels funnels,
            SendingHours hours, ReplyNumbers replies, CardNumbers cards, Clock clock) {
        this.days = days;
        this.channels = channels;
        this.campaigns = campaigns;
        this.funnels = funnels;
        this.hours = hours;
        this.replies = replies;
        this.cards = cards;
        this.clock = clock;
    }

    @GetMapping("/daily")
    @Operation(summary = "Drafts created and approved, mails and follow-ups sent, and what became of each day's"
            + " messages; the last 30 days by default")
    List<DailyNumbers.Day> daily(@RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to, @RequestParam(defaultValue = "UTC") String timezone,
            @RequestParam(required = false) @Nullable UUID campaignId) {
        return days.of(LocalDays.of(from, to, timezone, clock), campaignId);
    }

    @GetMapping("/channels")
    @Operation(summary = "What became of the messages that were sent in a range of days, for each channel")
    List<ChannelNumbers.Channel> channels(@RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to, @RequestParam(defaultValue = "UTC") String timezone,
            @RequestParam(required = false) @Nullable UUID campaignId) {
        return channels.of(LocalDays.of(from, to, timezone, clock), campaignId);
    }

    @GetMapping("/campaigns")
    @Operation(summary = "How far campaigns are, newest first")
    PageResponse<CampaignNumbers.Progress> campaigns(@RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return campaigns.page(status, PageQuery.of(page, size));
    }

    @GetMapping("/campaigns/{id}/funnel")
    @Operation(summary = "A campaign's way from its leads to their replies, for each step")
    Funnels.Funnel funnel(@PathVariable UUID id) {
        return funnels.of(id);
    }

    @GetMapping("/journeys/{ownerId}/steps")
    @Operation(summary = "The numbers of each step of a campaign's or workflow's latest version, sending or not")
    List<Funnels.Step> steps(@PathVariable UUID ownerId) {
        return funnels.latest(ownerId);
    }

    @GetMapping("/sending-hours")
    @Operation(summary = "Opens and replies by the hour and weekday of sending, and the best of them where there is"
            + " enough to tell")
    SendingHours.Answer sendingHours(@RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to, @RequestParam(defaultValue = "UTC") String timezone,
            @RequestParam(required = false) @Nullable UUID campaignId,
            @RequestParam(required = false) @Nullable String channel) {
        return hours.of(LocalDays.of(from, to, timezone, clock), campaignId, channel);
    }

    @GetMapping("/replies")
    @Operation(summary = "Replies by step, of one campaign or of a page of them, newest first")
    List<ReplyNumbers.StepReplies> replies(@RequestParam(required = false) @Nullable UUID campaignId,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return replies.of(campaignId, PageQuery.of(page, size));
    }

    @GetMapping("/cards")
    @Operation(summary = "Business cards by status, to review, mean times to read one and to the first draft")
    CardNumbers.Cards cards() {
        return cards.all();
    }
}
