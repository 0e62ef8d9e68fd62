package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.problem.Conflict;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An address that mail is sent from, with its own pace, which all campaigns that use it share. What it has sent today
 * is kept in columns of the same row that only the dispatcher writes.
 */
@Entity
@Table(name = "sender_account")
class SenderAccount {

    @Id
    private UUID id;
    private @Nullable String email;
    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private ChannelType channel = ChannelType.EMAIL;
    @Column(name = "channel_config_id")
    private @Nullable UUID channelConfigId;
    @Column(name = "display_name")
    private @Nullable String displayName;
    @Column(name = "reply_to")
    private @Nullable String replyTo;
    private boolean active;
    @Column(name = "daily_limit")
    private @Nullable Integer dailyLimit;
    @Column(name = "gap_seconds")
    private int gapSeconds;
    private String timezone;
    @Column(name = "created_at")
    private Instant createdAt;
    @Column(name = "updated_at")
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected SenderAccount() {
    }

    SenderAccount(UUID id, SenderSettings settings, Instant now) {
        this.id = id;
        this.timezone = settings.timezone().getId();
        this.createdAt = now;
        this.updatedAt = now;
        this.active = true;
        change(settings, now);
    }

    final void change(SenderSettings settings, Instant now) {
        requireMail();
        this.email = settings.email();
        this.channelConfigId = settings.channelConfigId();
        this.displayName = settings.displayName();
        this.replyTo = settings.replyTo();
        this.dailyLimit = settings.dailyLimit();
        this.gapSeconds = settings.gapSeconds();
        this.timezone = settings.timezone().getId();
        this.updatedAt = now;
    }

    private void requireMail() {
        if (channel != ChannelType.EMAIL) {
            throw new Conflict("sender-of-channel", "This is the sender of a channel. Change the channel instead.");
        }
    }

    void activate(Instant now) {
        requireMail();
        this.active = true;
        this.updatedAt = now;
    }

    /** What is queued for it waits until it is active again. */
    void deactivate(Instant now) {
        requireMail();
        this.active = false;
        this.updatedAt = now;
    }

    Sender view() {
        return new Sender(id, email, displayName, replyTo, active, dailyLimit, gapSeconds, ZoneId.of(timezone), channel,
                channelConfigId);
    }
}
