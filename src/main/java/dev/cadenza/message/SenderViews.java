package dev.cadenza.message;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import dev.cadenza.channel.ChannelType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Reads sender accounts together with their pace, which is not the entity's. */
@Component
class SenderViews {

    private static final String SELECT = """
            select id, email, channel, channel_config_id, display_name, reply_to, active, daily_limit, gap_seconds, timezone, pace_day, pace_sent,
                pace_next_at, created_at, updated_at
            from sender_account
            """;

    private final JdbcTemplate jdbc;
    private final Clock clock;

    SenderViews(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    SenderView get(UUID id) {
        return jdbc.query(SELECT + " where id = ?", this::read, id).stream().findFirst()
                .orElseThrow(() -> new NotFound("sender account", id));
    }

    PageResponse<SenderView> page(PageQuery query) {
        List<SenderView> content = jdbc.query(SELECT + " order by coalesce(email, display_name), id offset ? limit ?", this::read, query.offset(),
                query.size());
        Long total = jdbc.queryForObject("select count(*) from sender_account", Long.class);
        return PageResponse.of(content, query.page(), query.size(), total == null ? 0 : total);
    }

    private SenderView read(ResultSet row, int number) throws SQLException {
        Instant now = clock.instant();
        Instant nextAt = instant(row, "pace_next_at");
        Pace pace = new Pace(row.getObject("daily_limit", Integer.class), row.getInt("gap_seconds"),
                ZoneId.of(row.getString("timezone")), row.getObject("pace_day", LocalDate.class),
                row.getInt("pace_sent"), nextAt);
        return new SenderView(row.getObject("id", UUID.class), row.getString("email"),
                ChannelType.valueOf(row.getString("channel")), row.getObject("channel_config_id", UUID.class),
                row.getString("display_name"),
                row.getString("reply_to"), row.getBoolean("active"), pace.dailyLimit(), pace.gapSeconds(),
                pace.zone().getId(), pace.sentOn(pace.today(now)), nextAt != null && nextAt.isAfter(now) ? nextAt : null,
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
