package dev.cadenza.message;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Who messages are sent from: addresses of mail, and the channels of other kinds. */
@Component
public class SenderAccounts {

    private final SenderAccountRows rows;
    private final ChannelConfigs channels;
    private final JdbcTemplate jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    SenderAccounts(SenderAccountRows rows, ChannelConfigs channels, JdbcTemplate jdbc, ActivityLog activity,
            Clock clock) {
        this.rows = rows;
        this.channels = channels;
        this.jdbc = jdbc;
        this.activity = activity;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public Optional<Sender> find(UUID id) {
        return rows.findById(id).map(SenderAccount::view);
    }

    /** The active accounts that mails are sent from, the oldest first. */
    @Transactional(readOnly = true)
    public List<Sender> activeMailAccounts(int most) {
        return rows.findByChannelAndActiveTrueOrderByCreatedAtAscIdAsc(ChannelType.EMAIL, Limit.of(most)).stream()
                .map(SenderAccount::view).toList();
    }

    /**
     * The account, for something that is going to send through it.
     *
     * @param field the request's field that names it, such as {@code senderAccountId}
     * @throws Rejected naming {@code field} where there is no such account or it is not active
     */
    @Transactional(readOnly = true)
    public Sender requireActive(UUID id, String field) {
        Sender sender = find(id).orElseThrow(() -> new Rejected(
                FieldError.of(field, "unknown", "There is no sender account " + id + ".")));
        if (!sender.active()) {
            throw new Rejected(FieldError.of(field, "inactive",
                    "The sender account " + sender.label() + " is deactivated."));
        }
        return sender;
    }

    /** @throws Rejected where the address is taken */
    @Transactional
    public Sender add(SenderSettings settings) {
        UUID id = Ids.next();
        requireFree(settings.email(), id);
        requireMailChannel(settings.channelConfigId());
        activity.record(Action.SENDER_ACCOUNT_CREATED, id, Map.of("email", settings.email()));
        return rows.saveAndFlush(new SenderAccount(id, settings, clock.instant())).view();
    }

    @Transactional
    Sender change(UUID id, SenderSettings settings) {
        SenderAccount account = require(id);
        requireFree(settings.email(), id);
        requireMailChannel(settings.channelConfigId());
        account.change(settings, clock.instant());
        activity.record(Action.SENDER_ACCOUNT_UPDATED, id, Map.of("email", settings.email()));
        return rows.saveAndFlush(account).view();
    }

    @Transactional
    Sender activate(UUID id) {
        SenderAccount account = require(id);
        account.activate(clock.instant());
        activity.record(Action.SENDER_ACCOUNT_UPDATED, id, Map.of("active", true));
        return rows.saveAndFlush(account).view();
    }

    @Transactional
    Sender deactivate(UUID id) {
        SenderAccount account = require(id);
        account.deactivate(clock.instant());
        activity.record(Action.SENDER_ACCOUNT_UPDATED, id, Map.of("active", false));
        return rows.saveAndFlush(account).view();
    }

    /** @throws Conflict where anything was or is going to be sent through it */
    @Transactional
    void remove(UUID id) {
        SenderAccount account = require(id);
        try {
            rows.delete(account);
            rows.flush();
            activity.record(Action.SENDER_ACCOUNT_DELETED, id, Map.of());
        } catch (DataIntegrityViolationException used) {
            throw new Conflict("sender-account-in-use",
                    "Campaigns or messages use this sender account. Deactivate it instead.");
        }
    }

    private void requireMailChannel(@Nullable UUID channelId) {
        if (channelId != null && channels.find(channelId).filter(c -> c.channel() == ChannelType.EMAIL).isEmpty()) {
            throw new Rejected(FieldError.of("channelId", "unknown", "There is no e-mail channel " + channelId + "."));
        }
    }

    /** A channel other than e-mail is its own sender, with the channel's id and name. */
    @EventListener
    void on(ChannelConfigs.Saved saved) {
        ChannelConfig channel = saved.channel();
        if (channel.channel().text()) {
            Timestamp now = Timestamp.from(clock.instant());
            jdbc.update("""
                    insert into sender_account (id, channel, channel_config_id, display_name, created_at, updated_at)
                    values (?, ?, ?, ?, ?, ?)
                    on conflict (id) do update set display_name = excluded.display_name,
                        updated_at = excluded.updated_at, version = sender_account.version + 1
                    """, channel.id(), channel.channel().name(), channel.id(), channel.name(), now, now);
        }
    }

    @EventListener
    void on(ChannelConfigs.Removing removing) {
        jdbc.update("delete from sender_account where id = ? and channel <> 'EMAIL'", removing.channelId());
    }

    private SenderAccount require(UUID id) {
        return rows.findById(id).orElseThrow(() -> new NotFound("sender account", id));
    }

    private void requireFree(String email, UUID id) {
        if (rows.existsByEmailAndIdNot(email, id)) {
            throw new Rejected(FieldError.of("email", "taken", "There is a sender account for " + email + " already."));
        }
    }
}
