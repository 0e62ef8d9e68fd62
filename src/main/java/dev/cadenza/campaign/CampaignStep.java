package dev.cadenza.campaign;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of what a marketer wrote: a mail, or a delay. */
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
    /** ISO 8601; for a mail the wait before it. */
    private @Nullable String delay;

    @SuppressWarnings("NullAway") // filled by JPA
    protected CampaignStep() {
    }

    CampaignStep(UUID id, int position, StepType type, @Nullable String name, @Nullable UUID templateId,
            @Nullable String subject, @Nullable String body, @Nullable Duration delay) {
        this.id = id;
        this.position = position;
        this.type = type;
        this.name = name;
        this.templateId = templateId;
        this.subject = subject;
        this.body = body;
        this.delay = delay == null ? null : delay.toString();
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

    @Nullable Duration delay() {
        return delay == null ? null : Duration.parse(delay);
    }
}
