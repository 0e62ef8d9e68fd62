package dev.cadenza.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cadenza.journey.JourneySettings;
import dev.cadenza.journey.Journeys;
import dev.cadenza.journey.ReEntry;
import dev.cadenza.message.SendWindow;
import dev.cadenza.problem.FieldError;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a workflow sends, and who may come in again. Other than a campaign it sends at any hour unless told otherwise:
 * what somebody has just done is answered at once.
 *
 * @param senderAccountId sends the mails of nodes that name no sender
 * @param reEntry whether a lead that was inside may come in again
 * @param reEntryPeriod for ONCE_PER_PERIOD alone
 * @param visits how often a lead may come to one node, 1 to 1,000; after that it leaves
 * @param dailyLimit messages on one day of {@code timezone} by each sender; null for none
 * @param cohortSize leads that travel in one process instance, 1 to 500
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record WorkflowSettings(@Nullable UUID senderAccountId, ReEntry.Rule reEntry, @Nullable Duration reEntryPeriod,
        int visits, LocalTime sendWindowStart, LocalTime sendWindowEnd, Set<DayOfWeek> sendDays, ZoneId timezone,
        boolean leadTimezone, @Nullable Integer dailyLimit, int delayBetweenMessagesSeconds, int cohortSize,
        boolean trackOpens, boolean trackClicks, boolean consentRequired) {

    static final WorkflowSettings DEFAULTS = new WorkflowSettings(null, ReEntry.Rule.ONCE_FINISHED, null, 50,
            LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, EnumSet.allOf(DayOfWeek.class), ZoneId.of("UTC"), false, null, 0,
            JourneySettings.MAX_COHORT, true, true, false);

    WorkflowSettings {
        sendDays = new TreeSet<>(sendDays);
    }

    /** Settings to change; what is null stays. A daily limit of 0 takes the limit away. */
    record Write(@Nullable UUID senderAccountId, ReEntry.@Nullable Rule reEntry, @Nullable Duration reEntryPeriod,
            @Nullable Integer visits, @Nullable LocalTime sendWindowStart, @Nullable LocalTime sendWindowEnd,
            @Nullable Set<DayOfWeek> sendDays, @Nullable ZoneId timezone, @Nullable Boolean leadTimezone,
            @Nullable Integer dailyLimit, @Nullable Integer delayBetweenMessagesSeconds, @Nullable Integer cohortSize,
            @Nullable Boolean trackOpens, @Nullable Boolean trackClicks, @Nullable Boolean consentRequired) {
    }

    WorkflowSettings with(@Nullable Write write) {
        if (write == null) {
            return this;
        }
        Integer limit = or(write.dailyLimit, dailyLimit);
        return new WorkflowSettings(or(write.senderAccountId, senderAccountId), kept(write.reEntry, reEntry),
                or(write.reEntryPeriod, reEntryPeriod), kept(write.visits, visits),
                kept(write.sendWindowStart, sendWindowStart), kept(write.sendWindowEnd, sendWindowEnd),
                kept(write.sendDays, sendDays), kept(write.timezone, timezone),
                kept(write.leadTimezone, leadTimezone), limit != null && limit == 0 ? null : limit,
                kept(write.delayBetweenMessagesSeconds, delayBetweenMessagesSeconds),
                kept(write.cohortSize, cohortSize), kept(write.trackOpens, trackOpens),
                kept(write.trackClicks, trackClicks), kept(write.consentRequired, consentRequired));
    }

    List<FieldError> faults() {
        List<FieldError> faults = new ArrayList<>();
        range(visits, 1, 1_000, "visits", faults);
        range(cohortSize, 1, JourneySettings.MAX_COHORT, "cohortSize", faults);
        range(delayBetweenMessagesSeconds, 0, 86_400, "delayBetweenMessagesSeconds", faults);
        if (dailyLimit != null) {
            range(dailyLimit, 1, 1_000_000, "dailyLimit", faults);
        }
        if (sendDays.isEmpty()) {
            faults.add(FieldError.of("settings.sendDays", "required", "Messages need a day at least to go on."));
        }
        if (!sendWindowEnd.equals(LocalTime.MIDNIGHT) && !sendWindowStart.isBefore(sendWindowEnd)) {
            faults.add(FieldError.of("settings.sendWindowEnd", "before-start", "The window must end after it starts."));
        }
        boolean periodic = reEntry == ReEntry.Rule.ONCE_PER_PERIOD;
        if (periodic && (reEntryPeriod == null || reEntryPeriod.compareTo(Duration.ofSeconds(1)) < 0
                || reEntryPeriod.compareTo(Duration.ofDays(3653)) > 0)) {
            faults.add(FieldError.of("settings.reEntryPeriod", "required",
                    "Say how long it takes until a lead may come in again: a second to ten years."));
        }
        return faults;
    }

    ReEntry rule() {
        return new ReEntry(reEntry, reEntry == ReEntry.Rule.ONCE_PER_PERIOD ? reEntryPeriod : null);
    }

    Journeys.Pace pace() {
        return new Journeys.Pace(dailyLimit, delayBetweenMessagesSeconds, window(), leadTimezone, trackOpens, trackClicks,
                consentRequired);
    }

    SendWindow window() {
        return new SendWindow(sendWindowStart, sendWindowEnd, sendDays, timezone);
    }

    private static void range(int value, int from, int to, String field, List<FieldError> faults) {
        if (value < from || value > to) {
            faults.add(FieldError.of("settings." + field, "out-of-range",
                    "It must be from " + from + " to " + to + "."));
        }
    }

    private static <T> T kept(@Nullable T written, T kept) {
        return written == null ? kept : written;
    }

    private static <T> @Nullable T or(@Nullable T written, @Nullable T kept) {
        return written == null ? kept : written;
    }
}
