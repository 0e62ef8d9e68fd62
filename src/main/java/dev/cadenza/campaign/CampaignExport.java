package dev.cadenza.campaign;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.compiler.Step;
import dev.cadenza.platform.SpreadsheetCell;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A campaign as a CSV file (requirement 4, email_campaigns): first it is recorded which drafts go into it, in one
 * transaction; then they are read and written piece by piece, with no transaction open while a reader is slow.
 */
@Component("campaignExports")
class CampaignExport {

    private static final int PIECE = 500;
    private static final String[] HEADINGS = {"leadId", "email", "phone", "firstName", "lastName", "company", "title",
        "step", "stepName", "draftType", "channel", "scheduledDay", "subject", "body", "sentAt"};

    private final Campaigns campaigns;
    private final SettingsStore settings;
    private final CampaignPlanner planner;
    private final ExportRows rows;
    private final TransactionTemplate transaction;
    private final ActivityLog activity;
    private final Clock clock;

    CampaignExport(Campaigns campaigns, SettingsStore settings, CampaignPlanner planner, ExportRows rows,
            TransactionTemplate transaction, ActivityLog activity, Clock clock) {
        this.campaigns = campaigns;
        this.settings = settings;
        this.planner = planner;
        this.rows = rows;
        this.transaction = transaction;
        this.activity = activity;
        this.clock = clock;
    }

    /** Counts an export, and marks the drafts that go into it. @throws Conflict where there are no drafts yet */
    @Transactional
    public void record(UUID id) {
        Campaign campaign = campaigns.lock(id).orElseThrow(() -> new NotFound("campaign", id));
        // What the database keeps of a time, so that the drafts are found by it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        campaign.export(now);
        int drafts = rows.mark(id, campaign.reviewMode() != ReviewMode.NONE, now);
        activity.record(Action.EMAIL_CAMPAIGN_EXPORTED, id, Map.of("name", campaign.name(), "count", drafts));
    }

    /** What the file is made of besides its drafts. */
    record Exported(UUID campaignId, Instant at, Map<String, Planned> steps, CampaignSettings settings, Instant start) {
    }

    /** @param offset the time that the steps before it wait */
    record Planned(int number, String name, Duration offset) {
    }

    /** @throws Conflict where it was not exported yet */
    Exported latest(UUID id) {
        return transaction.execute(status -> {
            Campaign campaign = campaigns.findById(id).orElseThrow(() -> new NotFound("campaign", id));
            Instant at = campaign.exportedAt();
            if (at == null) {
                throw new Conflict("not-exported", "The campaign was not exported yet: POST makes the export.");
            }
            CampaignSettings how = settings.get(id);
            Instant start = campaign.scheduledAt() != null && campaign.scheduledAt().isAfter(at)
                    ? campaign.scheduledAt()
                    : campaign.startedAt() == null ? at : campaign.startedAt();
            return new Exported(id, at, steps(planner.plan(campaign, how).plan().steps()), how, start);
        });
    }

    /** Writes the file, a piece at a time. */
    void write(Exported export, Writer out) throws IOException {
        CsvWriter csv = CsvWriter.builder().build(out);
        csv.writeRecord(HEADINGS);
        UUID after = new UUID(0, 0);
        List<ExportRows.Row> piece;
        do {
            piece = rows.page(export.campaignId(), export.at(), after, PIECE);
            for (ExportRows.Row row : piece) {
                csv.writeRecord(cells(export, row));
                after = row.id();
            }
        } while (piece.size() == PIECE);
        csv.flush();
    }

    private static Map<String, Planned> steps(List<Step> all) {
        Map<String, Planned> steps = new LinkedHashMap<>();
        Duration offset = Duration.ZERO;
        for (Step step : all) {
            if (step instanceof Step.Wait wait) {
                offset = offset.plus(wait.duration());
            } else if (step instanceof Step.Send send) {
                steps.put(send.id(), new Planned(steps.size() + 1, send.name(), offset));
            }
        }
        return steps;
    }

    private static List<String> cells(Exported export, ExportRows.Row row) {
        Planned step = export.steps().get(row.stepId());
        String[] cells = {row.leadId().toString(), row.email(), row.phone(), row.firstName(), row.lastName(),
            row.company(), row.title(), step == null ? row.stepId() : String.valueOf(step.number()),
            step == null ? "" : step.name(), row.draftType(), row.channel(), String.valueOf(day(export, row, step)),
            row.subject(), row.body(), row.sentAt() == null ? "" : row.sentAt().toString()};
        return java.util.Arrays.stream(cells).map(cell -> cell == null ? "" : SpreadsheetCell.of(cell)).toList();
    }

    /**
     * The day in the time that the campaign's window is meant in: of its message, or as its delays and window have it.
     */
    private static LocalDate day(Exported export, ExportRows.Row row, @Nullable Planned step) {
        boolean own = export.settings().leadTimezone() && row.timezone() != null;
        ZoneId zone = own ? ZoneId.of(row.timezone()) : export.settings().timezone();
        Instant at = row.sentAt() != null ? row.sentAt() : row.scheduledFor() != null ? row.scheduledFor()
                : export.settings().window().next(export.start().plus(step == null ? Duration.ZERO : step.offset()),
                        zone);
        return at.atZone(zone).toLocalDate();
    }
}
