package dev.cadenza.campaign;

import dev.cadenza.problem.Conflict;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a marketer wrote: who gets which mails when. Its transitions say when they are illegal. */
@Entity
@Table(name = "campaign")
class Campaign {

    @Id
    private UUID id;
    private String name;
    private @Nullable String description;
    @Enumerated(EnumType.STRING)
    private CampaignStatus status = CampaignStatus.DRAFT;
    private @Nullable UUID listId;
    private @Nullable UUID segmentId;
    private @Nullable UUID senderAccountId;
    @Enumerated(EnumType.STRING)
    private ReviewMode reviewMode = ReviewMode.NONE;
    private @Nullable Instant scheduledAt;
    private @Nullable String brief;
    private @Nullable Instant generatedAt;
    private @Nullable Instant exportedAt;
    private int exportCount;
    private @Nullable UUID journeyId;
    private @Nullable String processInstanceId;
    @Column(updatable = false)
    private @Nullable String createdBy;
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private boolean audienceGrew;
    private @Nullable UUID conversationId;
    @Version
    private int version;

    @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true, fetch = FetchType.LAZY)
    @JoinColumn(name = "campaign_id", nullable = false, updatable = false)
    @OrderBy("position")
    private List<CampaignStep> steps = new ArrayList<>();

    @SuppressWarnings("NullAway") // filled by JPA
    protected Campaign() {
    }

    Campaign(UUID id, String name, @Nullable String createdBy, Instant now) {
        this.id = id;
        this.name = name;
        this.createdBy = createdBy;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** What a marketer may write while the campaign is a draft. */
    record Content(String name, @Nullable String description, @Nullable UUID listId, @Nullable UUID segmentId,
            @Nullable UUID senderAccountId, ReviewMode reviewMode, @Nullable Instant scheduledAt,
            @Nullable String brief) {
    }

    void write(Content content, Instant now) {
        requireDraft();
        this.name = content.name();
        this.description = content.description();
        this.listId = content.listId();
        this.segmentId = content.segmentId();
        this.senderAccountId = content.senderAccountId();
        this.reviewMode = content.reviewMode();
        this.scheduledAt = content.scheduledAt();
        this.brief = content.brief();
        this.updatedAt = now;
    }

    void writeSteps(List<CampaignStep> written, Instant now) {
        requireDraft();
        steps.clear();
        steps.addAll(written);
        this.updatedAt = now;
    }

    void touch(Instant now) {
        requireDraft();
        this.updatedAt = now;
    }

    /** It comes from a conversation with the assistant. */
    void plannedIn(UUID conversation) {
        this.conversationId = conversation;
    }

    /** Before it is addressed to others. */
    void clearAudience() {
        requireDraft();
        this.listId = null;
        this.segmentId = null;
    }

    void requireDraft() {
        if (status == CampaignStatus.GENERATING || status == CampaignStatus.READY) {
            throw new Conflict("campaign-has-drafts", "The campaign's drafts are generated from what it says. Discard them"
                    + " to change it.");
        }
        if (status != CampaignStatus.DRAFT) {
            throw new Conflict("campaign-not-a-draft", "The campaign was launched; what it sends can't be changed "
                    + "any more. Copy it to send something else.");
        }
    }

    void requireLaunchable() {
        if (status == CampaignStatus.GENERATING || status == CampaignStatus.EXPORTED) {
            throw new Conflict("illegal-campaign-transition", "The campaign is " + word() + "; it can't be launched now.");
        }
        if (status != CampaignStatus.DRAFT && status != CampaignStatus.READY) {
            throw new Conflict("campaign-already-launched", "The campaign is " + word() + " already.");
        }
    }

    void generate(Instant now) {
        require(Set.of(CampaignStatus.DRAFT), "generated");
        this.status = CampaignStatus.GENERATING;
        this.updatedAt = now;
    }

    void ready(Instant now) {
        require(Set.of(CampaignStatus.GENERATING), "ready");
        this.status = CampaignStatus.READY;
        this.generatedAt = now;
        this.updatedAt = now;
    }

    /** Throws its generated drafts away. */
    void discardDrafts(Instant now) {
        require(Set.of(CampaignStatus.GENERATING, CampaignStatus.READY), "freed of its drafts");
        this.status = CampaignStatus.DRAFT;
        this.generatedAt = null;
        this.updatedAt = now;
    }

    void requireExportable() {
        if (status == CampaignStatus.DRAFT || status == CampaignStatus.GENERATING) {
            throw new Conflict("nothing-to-export", "The campaign has no drafts yet. Generate them, or launch it.");
        }
    }

    /** One that was not launched ends by it. */
    void export(Instant now) {
        requireExportable();
        this.exportCount++;
        this.exportedAt = now;
        this.updatedAt = now;
        if (status == CampaignStatus.READY) {
            this.status = CampaignStatus.EXPORTED;
            this.endedAt = now;
        }
    }

    /** @throws Conflict where it was launched before */
    void launch(String processInstance, Instant now) {
        requireLaunchable();
        this.processInstanceId = processInstance;
        this.status = scheduledAt != null && scheduledAt.isAfter(now) ? CampaignStatus.SCHEDULED
                : CampaignStatus.RUNNING;
        this.startedAt = status == CampaignStatus.RUNNING ? now : null;
        this.updatedAt = now;
    }

    void deployed(UUID journey) {
        this.journeyId = journey;
    }

    /** Its time has come. A campaign that is paused meanwhile stays so. */
    void begin(Instant now) {
        if (status == CampaignStatus.SCHEDULED) {
            this.status = CampaignStatus.RUNNING;
        }
        if (startedAt == null) {
            this.startedAt = now;
        }
    }

    void requirePausable() {
        require(Set.of(CampaignStatus.SCHEDULED, CampaignStatus.RUNNING), "paused");
    }

    void requireCancellable() {
        require(Set.of(CampaignStatus.SCHEDULED, CampaignStatus.RUNNING, CampaignStatus.PAUSED), "cancelled");
    }

    void pause(Instant now) {
        requirePausable();
        this.status = CampaignStatus.PAUSED;
        this.updatedAt = now;
    }

    void resume(Instant now) {
        require(Set.of(CampaignStatus.PAUSED), "resumed");
        this.status = startedAt == null ? CampaignStatus.SCHEDULED : CampaignStatus.RUNNING;
        this.updatedAt = now;
    }

    void cancel(Instant now) {
        requireCancellable();
        this.status = CampaignStatus.CANCELLED;
        this.endedAt = now;
        this.updatedAt = now;
    }

    /** Everybody has finished: nobody is let in any more. */
    void close(Instant now) {
        this.endedAt = now;
    }

    /** True where it has ended, in whatever way, or is about to. */
    boolean over() {
        return endedAt != null;
    }

    /** The audience is enrolled from its beginning; who came in until now is met on the way. */
    void audienceTaken() {
        this.audienceGrew = false;
    }

    boolean audienceGrew() {
        return audienceGrew;
    }

    void complete(boolean exported, Instant now) {
        this.status = exported ? CampaignStatus.EXPORTED : CampaignStatus.COMPLETED;
        this.endedAt = now;
        this.updatedAt = now;
    }

    private void require(Set<CampaignStatus> allowed, String participle) {
        if (!allowed.contains(status)) {
            throw new Conflict("illegal-campaign-transition",
                    "The campaign is " + word() + "; it can't be " + participle + " now.");
        }
    }

    private String word() {
        return status == CampaignStatus.DRAFT ? "a draft" : status.name().toLowerCase(Locale.ROOT);
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    @Nullable String description() {
        return description;
    }

    CampaignStatus status() {
        return status;
    }

    @Nullable UUID listId() {
        return listId;
    }

    @Nullable UUID segmentId() {
        return segmentId;
    }

    @Nullable UUID senderAccountId() {
        return senderAccountId;
    }

    ReviewMode reviewMode() {
        return reviewMode;
    }

    @Nullable Instant scheduledAt() {
        return scheduledAt;
    }

    @Nullable String brief() {
        return brief;
    }

    @Nullable Instant generatedAt() {
        return generatedAt;
    }

    @Nullable Instant exportedAt() {
        return exportedAt;
    }

    int exportCount() {
        return exportCount;
    }

    @Nullable UUID journeyId() {
        return journeyId;
    }

    @Nullable String processInstanceId() {
        return processInstanceId;
    }

    @Nullable String createdBy() {
        return createdBy;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Nullable Instant startedAt() {
        return startedAt;
    }

    @Nullable Instant endedAt() {
        return endedAt;
    }

    @Nullable UUID conversationId() {
        return conversationId;
    }

    int version() {
        return version;
    }

    List<CampaignStep> steps() {
        return List.copyOf(steps);
    }
}
