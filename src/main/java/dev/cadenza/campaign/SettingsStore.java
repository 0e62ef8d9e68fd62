package dev.cadenza.campaign;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The settings of campaigns, one row each. */
@Component
class SettingsStore {

    private final JdbcClient jdbc;

    SettingsStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void put(UUID campaignId, CampaignSettings settings) {
        jdbc.sql("""
                insert into campaign_settings(campaign_id, send_window_start, send_window_end, send_days, timezone,
                    lead_timezone, daily_limit, gap_seconds, cohort_size, enroll_added, rejected_leads, track_opens,
                    track_clicks, consent_required, export_at_end)
                values (:campaign, :start, :end, cast(:days as text[]), :zone, :leadZone, :limit, :gap, :cohort, :added,
                    :rejected, :opens, :clicks, :consent, :export)
                on conflict (campaign_id) do update set
                    send_window_start = excluded.send_window_start, send_window_end = excluded.send_window_end,
                    send_days = excluded.send_days, timezone = excluded.timezone,
                    lead_timezone = excluded.lead_timezone, daily_limit = excluded.daily_limit,
                    gap_seconds = excluded.gap_seconds, cohort_size = excluded.cohort_size,
                    enroll_added = excluded.enroll_added, rejected_leads = excluded.rejected_leads,
                    track_opens = excluded.track_opens, track_clicks = excluded.track_clicks,
                    consent_required = excluded.consent_required, export_at_end = excluded.export_at_end,
                    version = campaign_settings.version + 1
                """)
                .param("campaign", campaignId)
                .param("start", settings.sendWindowStart()).param("end", settings.sendWindowEnd())
                .param("days", settings.sendDays().stream().map(DayOfWeek::name).toArray(String[]::new))
                .param("zone", settings.timezone().getId()).param("leadZone", settings.leadTimezone())
                .param("limit", settings.dailyLimit(), Types.INTEGER)
                .param("gap", settings.delayBetweenEmailsSeconds()).param("cohort", settings.cohortSize())
                .param("added", settings.enrollAdded()).param("rejected", settings.rejectedLeads().name())
                .param("opens", settings.trackOpens()).param("clicks", settings.trackClicks())
                .param("consent", settings.consentRequired()).param("export", settings.exportAtEnd())
                .update();
    }

    CampaignSettings get(UUID campaignId) {
        return jdbc.sql("select * from campaign_settings where campaign_id = :campaign")
                .param("campaign", campaignId).query(SettingsStore::read).single();
    }

    private static CampaignSettings read(ResultSet row, int index) throws SQLException {
        return new CampaignSettings(time(row, "send_window_start"), time(row, "send_window_end"),
                days(row.getArray("send_days")), ZoneId.of(row.getString("timezone")), row.getBoolean("lead_timezone"),
                row.getObject("daily_limit", Integer.class), row.getInt("gap_seconds"), row.getInt("cohort_size"),
                row.getBoolean("enroll_added"), RejectedLeads.valueOf(row.getString("rejected_leads")),
                row.getBoolean("track_opens"), row.getBoolean("track_clicks"), row.getBoolean("consent_required"),
                row.getBoolean("export_at_end"));
    }

    private static LocalTime time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalTime.class);
    }

    private static Set<DayOfWeek> days(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray()).map(DayOfWeek::valueOf).collect(Collectors.toSet());
    }
}
