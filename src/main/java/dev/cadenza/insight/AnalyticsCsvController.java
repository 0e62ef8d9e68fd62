package dev.cadenza.insight;

import dev.cadenza.platform.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What {@link AnalyticsController} answers, with the same parameters, as CSV for a spreadsheet. */
@RestController
@RequestMapping(value = "/api/v1/analytics", produces = "text/csv")
@Tag(name = "Analytics")
class AnalyticsCsvController {

    private final AnalyticsController json;

    AnalyticsCsvController(AnalyticsController json) {
        this.json = json;
    }

    @GetMapping("/daily.csv")
    @Operation(summary = "The numbers of each day as CSV")
    ResponseEntity<String> daily(@RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to, @RequestParam(defaultValue = "UTC") String timezone,
            @RequestParam(required = false) @Nullable UUID campaignId) {
        return Csv.of("daily", DailyNumbers.Day.class, json.daily(from, to, timezone, campaignId));
    }

    @GetMapping("/channels.csv")
    @Operation(summary = "The counts of each channel as CSV")
    ResponseEntity<String> channels(@RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to, @RequestParam(defaultValue = "UTC") String timezone,
            @RequestParam(required = false) @Nullable UUID campaignId) {
        return Csv.of("channels", ChannelNumbers.Channel.class, json.channels(from, to, timezone, campaignId));
    }

    @GetMapping("/campaigns.csv")
    @Operation(summary = "How far campaigns are, as CSV")
    ResponseEntity<String> campaigns(@RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return Csv.of("campaigns", CampaignNumbers.Progress.class,
                json.campaigns(status, page, Objects.requireNonNullElse(size, PageQuery.MAX_SIZE)).content());
    }

    @GetMapping("/campaigns/{id}/funnel.csv")
    @Operation(summary = "A campaign's steps as CSV")
    ResponseEntity<String> funnel(@PathVariable UUID id) {
        return Csv.of("funnel-" + id, Funnels.Step.class, json.funnel(id).steps());
    }

    @GetMapping("/journeys/{ownerId}/steps.csv")
    @Operation(summary = "The numbers of all steps of a campaign or workflow as CSV")
    ResponseEntity<String> steps(@PathVariable UUID ownerId) {
        return Csv.of("steps-" + ownerId, Funnels.Step.class, json.steps(ownerId));
    }

    @GetMapping("/sending-hours.csv")
    @Operation(summary = "Opens and replies by the hour and weekday of sending, as CSV")
    ResponseEntity<String> sendingHours(@RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to, @RequestParam(defaultValue = "UTC") String timezone,
            @RequestParam(required = false) @Nullable UUID campaignId,
            @RequestParam(required = false) @Nullable String channel) {
        return Csv.of("sending-hours", SendingHours.Hour.class,
                json.sendingHours(from, to, timezone, campaignId, channel).hours());
    }

    @GetMapping("/replies.csv")
    @Operation(summary = "Replies by step as CSV")
    ResponseEntity<String> replies(@RequestParam(required = false) @Nullable UUID campaignId,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return Csv.of("replies", ReplyNumbers.StepReplies.class, json.replies(campaignId, page,
                Objects.requireNonNullElse(size, PageQuery.MAX_SIZE)));
    }

    /** One number of the cards. */
    record CardNumber(String number, @Nullable Object value) {
    }

    @GetMapping("/cards.csv")
    @Operation(summary = "The numbers of business cards as CSV")
    ResponseEntity<String> cards() {
        CardNumbers.Cards cards = json.cards();
        List<CardNumber> rows = new java.util.ArrayList<>();
        cards.byStatus().forEach((status, count) -> rows.add(new CardNumber("status " + status, count)));
        rows.add(new CardNumber("total", cards.total()));
        rows.add(new CardNumber("needing review", cards.needingReview()));
        rows.add(new CardNumber("average processing seconds", cards.averageProcessingSeconds()));
        rows.add(new CardNumber("average seconds to draft", cards.averageSecondsToDraft()));
        return Csv.of("cards", CardNumber.class, rows);
    }
}
