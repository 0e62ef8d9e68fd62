package dev.cadenza.outcome;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.UnknownMessages;
import dev.cadenza.message.UnknownMessages.Group;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Groups of messages that a person is asked about: thousands of messages that one failure left unknown are one question.
 */
@Component
class UnknownGroups {

    private static final long LOCK = 0x63616465_6e7a6107L;
    private static final String SELECT = """
            select g.*, c.name as campaign_name, coalesce(s.email, s.display_name) as sender_name
            from unknown_group g left join campaign c on c.id = g.owner_id
            left join sender_account s on s.id = g.sender_account_id
            """;

    private final JdbcTemplate jdbc;
    private final UnknownMessages messages;
    private final ApplicationEventPublisher events;
    private final OutcomeSettings settings;
    private final Clock clock;

    UnknownGroups(JdbcTemplate jdbc, UnknownMessages messages, ApplicationEventPublisher events,
            OutcomeSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.messages = messages;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A group as the API shows it.
     *
     * @param name names it in sentences
     * @param unknown messages that are still to be decided about
     */
    record View(UUID id, String name, @Nullable UUID campaignId, @Nullable String campaignName, ChannelType channel,
            @Nullable UUID senderAccountId, @Nullable String senderName, LocalDate day, long unknown, Instant openedAt,
            @Nullable Instant closedAt) {
    }

    /** Published inside the transaction that opened or closed a group. */
    record Opened(View group) {
    }

    record Closed(UUID groupId) {
    }

    /**
     * Opens groups for messages that nobody told us about in time, and closes those that are settled. One node at a time
     * does so; another one's turn does nothing.
     */
    @Transactional
    public void look() {
        Boolean mine = jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK);
        if (!Boolean.TRUE.equals(mine)) {
            return;
        }
        messages.groups(clock.instant().minus(settings.patience())).forEach(this::open);
        open().stream().filter(group -> group.unknown() == 0).forEach(group -> close(group.id(), false));
    }

    private void open(Group group) {
        UUID id = Ids.next();
        int added = jdbc.update("""
                insert into unknown_group (id, owner_id, channel, sender_account_id, day, opened_at)
                values (?, ?, ?, ?, ?, ?) on conflict do nothing
                """, id, group.ownerId(), group.channel().name(), group.senderAccountId(), group.day(),
                clock.instant().atOffset(ZoneOffset.UTC));
        if (added == 1) {
            events.publishEvent(new Opened(get(id)));
        }
    }

    /** @param inTask whether it is the task's own completion that closes it */
    void close(UUID id, boolean inTask) {
        int closed = jdbc.update("update unknown_group set closed_at = ? where id = ? and closed_at is null",
                clock.instant().atOffset(ZoneOffset.UTC), id);
        if (closed == 1 && !inTask) {
            events.publishEvent(new Closed(id));
        }
    }

    /** Those that are open, the oldest first. */
    @Transactional(readOnly = true)
    public List<View> open() {
        return jdbc.query(SELECT + " where g.closed_at is null order by g.id", this::view);
    }

    @Transactional(readOnly = true)
    public View get(UUID id) {
        return jdbc.query(SELECT + " where g.id = ?", this::view, id).stream().findFirst()
                .orElseThrow(() -> new NotFound("group of unknown outcomes", id));
    }

    static Group group(View view) {
        return new Group(view.campaignId(), view.channel(), view.senderAccountId(), view.day());
    }

    private View view(ResultSet row, int number) throws SQLException {
        Timestamp closedAt = row.getTimestamp("closed_at");
        ChannelType channel = ChannelType.valueOf(row.getString("channel"));
        String campaign = row.getString("campaign_name");
        String sender = row.getString("sender_name");
        LocalDate day = row.getObject("day", LocalDate.class);
        String name = channel.label() + " messages of " + day + (campaign == null ? "" : ", '" + campaign + "'")
                + (sender == null ? "" : ", from " + sender);
        Group group = new Group(row.getObject("owner_id", UUID.class), channel,
                row.getObject("sender_account_id", UUID.class), day);
        return new View(row.getObject("id", UUID.class), name, group.ownerId(), campaign, channel,
                group.senderAccountId(), sender, day, closedAt == null ? messages.count(group) : 0,
                row.getTimestamp("opened_at").toInstant(), closedAt == null ? null : closedAt.toInstant());
    }
}
