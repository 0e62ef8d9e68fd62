package dev.cadenza.campaign;

import dev.cadenza.channel.ChannelType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One line of what a marketer wrote: a message, or a delay. */
@Entity
@Table(name = "campaign_step")
class CampaignStep {

    @Id
    private UUID id;
    private int position;
    @Enumerated(EnumType.STRING)
    private StepType type;
    private @Nullable String name;
    private @Nullable UUID templateId;
    private @Nullable String subject;
    private @Nullable String body;
    /** ISO 8601; for a message the wait before it. */
    private @Nullable String delay;
    private @Nullable UUID channelId;
    @Enumerated(EnumType.STRING)
    private @Nullable ChannelType fallbackType;
    private @Nullable UUID fallbackChannelId;
    private @Nullable String contentSid;
    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable Map<String, String> contentVariables;

    @SuppressWarnings("NullAway") // filled by JPA
    protected CampaignStep() {
    }

    CampaignStep(UUID id, int position, StepType type, @Nullable String name, @Nullable UUID templateId,
            @Nullable String subject, @Nullable String body, @Nullable Duration delay, @Nullable UUID channelId,
            @Nullable StepFallback fallback, @Nullable StepContent content) {
        this.id = id;
        this.position = position;
        this.type = type;
        this.name = name;
        this.templateId = templateId;
        this.subject = subject;
        this.body = body;
        this.delay = delay == null ? null : delay.toString();
        this.channelId = channelId;
        this.fallbackType = fallback == null ? null : fallback.type();
        this.fallbackChannelId = fallback == null ? null : fallback.channelId();
        this.contentSid = content == null ? null : content.sid();
        this.contentVariables = content == null || content.variables() == null ? null
                : Map.copyOf(content.variables());
    }

    UUID id() {
        return id;
    }

    int position() {
        return position;
    }

    StepType type() {
        return type;
    }

    @Nullable String name() {
        return name;
    }

    @Nullable UUID templateId() {
        return templateId;
    }

    @Nullable String subject() {
        return subject;
    }

    @Nullable String body() {
        return body;
    }

    /** The channel that it goes through; null for the only active one of its kind, and for mails. */
    @Nullable UUID channelId() {
        return channelId;
    }

    @Nullable StepFallback fallback() {
        return fallbackType == null ? null : new StepFallback(fallbackType, fallbackChannelId);
    }

    @Nullable StepContent content() {
        return contentSid == null ? null
                : new StepContent(contentSid, contentVariables == null ? Map.of() : Map.copyOf(contentVariables));
    }

    @Nullable Duration delay() {
        return delay == null ? null : Duration.parse(delay);
    }
}
