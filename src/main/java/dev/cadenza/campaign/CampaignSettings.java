package dev.cadenza.campaign;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cadenza.journey.Journeys;
import dev.cadenza.message.SendWindow;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign sends. A campaign always has settings; those that nobody changed are the {@link #DEFAULTS} of
 * requirement 2 (campaign_settings).
 *
 * @param sendWindowStart first minute of the day at which mails go, in {@code timezone}
 * @param sendWindowEnd the minute at which no more go
 * @param leadTimezone true where the window is meant in each lead's own timezone, if it has one
 * @param dailyLimit mails on one day of {@code timezone}; null for no limit of the campaign's own
 * @param delayBetweenEmailsSeconds the shortest time between two mails of the campaign
 * @param cohortSize leads that travel in one process instance, 1 to 500; 1 shows every lead in Cockpit by itself
 * @param consentRequired true where only those leads get a mail who have agreed to mails, whatever else they are in
 * @param exportAtEnd true where the campaign, when everybody has finished, ends in a CSV file of its messages
 * @param enrollAdded true where leads that come into the audience later are enrolled while the campaign runs
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record CampaignSettings(
        LocalTime sendWindowStart,
        LocalTime sendWindowEnd,
        Set<DayOfWeek> sendDays,
        ZoneId timezone,
        boolean leadTimezone,
        @Nullable Integer dailyLimit,
        int delayBetweenEmailsSeconds,
        int cohortSize,
        boolean enrollAdded,
        RejectedLeads rejectedLeads,
        boolean trackOpens,
        boolean trackClicks,
        boolean consentRequired,
        boolean exportAtEnd) {

    public static final CampaignSettings DEFAULTS = new CampaignSettings(LocalTime.of(9, 0), LocalTime.of(18, 0),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), ZoneId.of("UTC"), false, 50, 120, 500, true,
            RejectedLeads.CONTINUE, true, true, false, false);

    public CampaignSettings {
        sendDays = new TreeSet<>(sendDays);
    }

    Journeys.Pace pace() {
        return new Journeys.Pace(dailyLimit, delayBetweenEmailsSeconds, window(), leadTimezone, trackOpens, trackClicks,
                consentRequired);
    }

    SendWindow window() {
        return new SendWindow(sendWindowStart, sendWindowEnd, sendDays, timezone);
    }
}
