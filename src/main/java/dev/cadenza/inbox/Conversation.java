package dev.cadenza.inbox;

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
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** What a lead and we write to each other over one channel, as the people see it who answer. */
@Entity
@Table(name = "conversation")
@DynamicUpdate
class Conversation {

    private static final int LONGEST_PREVIEW = 200;

    enum Status {
        OPEN, CLOSED
    }

    @Id
    private UUID id;
    @Column(updatable = false)
    private UUID leadId;
    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private ChannelType channel;
    @Enumerated(EnumType.STRING)
    private Status status = Status.OPEN;
    private int unread;
    private boolean needsAnswer;
    private @Nullable String assignedTo;
    private String address;
    private @Nullable UUID channelConfigId;
    private @Nullable UUID senderAccountId;
    private @Nullable UUID lastInboundId;
    private @Nullable Instant lastInboundAt;
    private @Nullable Instant lastAnswerAt;
    private Instant lastMessageAt;
    private @Nullable String preview;
    private @Nullable String draft;
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable Instant closedAt;
    private @Nullable String closedBy;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected Conversation() {
    }

    Conversation(UUID id, UUID leadId, ChannelType channel, String address, Instant now) {
        this.id = id;
        this.leadId = leadId;
        this.channel = channel;
        this.address = address;
        this.lastMessageAt = now;
        this.createdAt = now;
        this.updatedAt = now;
    }

    void read(Instant now) {
        if (unread > 0) {
            unread = 0;
            updatedAt = now;
        }
    }

    void assign(@Nullable String user, Instant now) {
        assignedTo = user;
        updatedAt = now;
    }

    void write(@Nullable String text, Instant now) {
        draft = text;
        updatedAt = now;
    }

    /** We answered. @return whether somebody had been waiting for it */
    boolean answered(String text, UUID sender, Instant now) {
        boolean waited = needsAnswer;
        needsAnswer = false;
        unread = 0;
        draft = null;
        senderAccountId = sender;
        lastAnswerAt = now;
        lastMessageAt = now;
        preview = text.length() > LONGEST_PREVIEW ? text.substring(0, LONGEST_PREVIEW) : text;
        updatedAt = now;
        return waited;
    }

    /**
     * Nothing is to be answered any more. A message that comes in opens it again.
     *
     * @return whether somebody had been waiting
     * @throws Conflict where it is closed
     */
    boolean close(String user, Instant now) {
        if (status == Status.CLOSED) {
            throw new Conflict("conversation-closed", "This conversation is closed already.");
        }
        status = Status.CLOSED;
        closedAt = now;
        closedBy = user;
        return settle(now);
    }

    /** @throws Conflict where it is open */
    void reopen(Instant now) {
        if (status == Status.OPEN) {
            throw new Conflict("conversation-open", "This conversation is open already.");
        }
        status = Status.OPEN;
        closedAt = null;
        closedBy = null;
        updatedAt = now;
    }

    /** Somebody decided that no answer is needed. @return whether one had been */
    boolean settle(Instant now) {
        boolean waited = needsAnswer;
        needsAnswer = false;
        unread = 0;
        updatedAt = now;
        return waited;
    }

    UUID id() {
        return id;
    }

    UUID leadId() {
        return leadId;
    }

    ChannelType channel() {
        return channel;
    }

    String address() {
        return address;
    }

    @Nullable UUID channelConfigId() {
        return channelConfigId;
    }

    @Nullable UUID senderAccountId() {
        return senderAccountId;
    }

    @Nullable UUID lastInboundId() {
        return lastInboundId;
    }

    @Nullable String draft() {
        return draft;
    }
}
