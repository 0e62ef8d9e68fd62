package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A lane with its sender, as the database has it at one moment.
 *
 * @param ownerId null for the lane of what a sender sends for nobody's campaign
 */
record Lane(
        UUID id,
        @Nullable UUID ownerId,
        boolean held,
        SendWindow window,
        boolean leadTimezone,
        boolean trackOpens,
        boolean trackClicks,
        Pace pace,
        Sender sender,
        Pace senderPace,
        @Nullable Channel channel,
        Quota quota) {

    /** The columns that {@link #read} needs, of lane l, sender_account s and channel_config c. */
    static final String COLUMNS = """
            l.id, l.owner_id, l.held, l.window_start, l.window_end, l.window_days, l.timezone, l.lead_timezone,
            l.track_opens, l.track_clicks, l.daily_limit, l.gap_seconds, l.pace_day, l.pace_sent, l.pace_next_at,
            s.id as s_id, s.email, s.display_name, s.reply_to, s.active, s.daily_limit as s_daily_limit,
            s.gap_seconds as s_gap_seconds, s.timezone as s_timezone, s.pace_day as s_pace_day,
            s.pace_sent as s_pace_sent, s.pace_next_at as s_pace_next_at, s.channel as s_channel,
            c.id as c_id, c.version as c_version, c.name as c_name, c.active as c_active, c.per_second as c_per_second, c.per_day as c_per_day,
            c.pace_day as c_pace_day, c.pace_sent as c_pace_sent, c.pace_next_at as c_pace_next_at
            """;
    /** The tables of {@link #COLUMNS}. */
    static final String TABLES = """
            lane l join sender_account s on s.id = l.sender_account_id
            left join channel_config c on c.id = s.channel_config_id
            """;

    /** The channel that the sender sends through. @param version grows with every change of it */
    record Channel(UUID id, int version, String name, boolean active) {
    }

    static Lane read(ResultSet row, int number) throws SQLException {
        ZoneId zone = ZoneId.of(row.getString("timezone"));
        Pace senderPace = pace(row, "s_", ZoneId.of(row.getString("s_timezone")));
        Sender sender = new Sender(row.getObject("s_id", UUID.class), row.getString("email"),
                row.getString("display_name"), row.getString("reply_to"), row.getBoolean("active"),
                senderPace.dailyLimit(), senderPace.gapSeconds(), senderPace.zone(),
                ChannelType.valueOf(row.getString("s_channel")), row.getObject("c_id", UUID.class));
        return new Lane(row.getObject("id", UUID.class), row.getObject("owner_id", UUID.class),
                row.getBoolean("held"), window(row, zone), row.getBoolean("lead_timezone"),
                row.getBoolean("track_opens"), row.getBoolean("track_clicks"), pace(row, "", zone), sender, senderPace,
                sender.channelConfigId() == null ? null : new Channel(sender.channelConfigId(), row.getInt("c_version"),
                        row.getString("c_name"), row.getBoolean("c_active")),
                quota(row));
    }

    private static Quota quota(ResultSet row) throws SQLException {
        BigDecimal perSecond = row.getBigDecimal("c_per_second");
        Integer perDay = row.getObject("c_per_day", Integer.class);
        if (perSecond == null && perDay == null) {
            return Quota.NONE;
        }
        OffsetDateTime usedUntil = row.getObject("c_pace_next_at", OffsetDateTime.class);
        return new Quota(perDay, perSecond, row.getObject("c_pace_day", LocalDate.class), row.getInt("c_pace_sent"),
                usedUntil == null ? null : usedUntil.toInstant());
    }

    private static Pace pace(ResultSet row, String prefix, ZoneId zone) throws SQLException {
        OffsetDateTime nextAt = row.getObject(prefix + "pace_next_at", OffsetDateTime.class);
        return new Pace(row.getObject(prefix + "daily_limit", Integer.class), row.getInt(prefix + "gap_seconds"), zone,
                row.getObject(prefix + "pace_day", LocalDate.class), row.getInt(prefix + "pace_sent"),
                nextAt == null ? null : nextAt.toInstant());
    }

    private static SendWindow window(ResultSet row, ZoneId zone) throws SQLException {
        LocalTime start = row.getObject("window_start", LocalTime.class);
        if (start == null) {
            return SendWindow.always(zone);
        }
        Set<DayOfWeek> days = Arrays.stream((String[]) row.getArray("window_days").getArray())
                .map(DayOfWeek::valueOf).collect(Collectors.toSet());
        return new SendWindow(start, row.getObject("window_end", LocalTime.class), days, zone);
    }

    /** The zone in which the window is read for a lead; the lane's own where the lead's is not known. */
    ZoneId zoneFor(@Nullable String leadZone) {
        if (!leadTimezone || leadZone == null) {
            return window.zone();
        }
        try {
            return ZoneId.of(leadZone);
        } catch (DateTimeException noZone) {
            return window.zone();
        }
    }

    boolean limited() {
        return pace.limited() || senderPace.limited() || quota.limited();
    }

    /** How many messages the paces of the lane and its sender and the channel's limits let go at {@code now}. */
    int available(Instant now, int wanted) {
        return quota.available(now, senderPace.available(now, pace.available(now, wanted)));
    }

    /** Whether the window may be open for some message; with leads' own zones that is known for each message only. */
    boolean mayBeOpen(Instant now) {
        return leadTimezone || window.isOpen(now, window.zone());
    }
}
