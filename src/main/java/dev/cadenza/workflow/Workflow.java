package dev.cadenza.workflow;

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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What a marketer drew. Drawing on goes on while it is active: the leads that come in take the version that was
 * activated last, and those inside go on with theirs.
 */
@Entity
@Table(name = "workflow")
class Workflow {

    @Id
    private UUID id;
    private String name;
    private @Nullable String description;
    @Enumerated(EnumType.STRING)
    private WorkflowStatus status = WorkflowStatus.INACTIVE;
    /** As the editor wrote it. */
    private String graph;
    @JdbcTypeCode(SqlTypes.JSON)
    private WorkflowSettings settings;
    private @Nullable UUID journeyId;
    private @Nullable Integer activeVersion;
    @Column(updatable = false)
    private @Nullable String createdBy;
    @Column(updatable = false)
    private Instant createdAt;
    private Instant updatedAt;
    private @Nullable Instant activatedAt;
    private @Nullable Instant deactivatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway") // filled by JPA
    protected Workflow() {
    }

    Workflow(UUID id, Content content, @Nullable String createdBy, Instant now) {
        this.id = id;
        this.name = content.name();
        this.description = content.description();
        this.graph = content.graph();
        this.settings = content.settings();
        this.createdBy = createdBy;
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** What a marketer may write. @param graph JSON as ASCII, so that every text in it can be stored */
    record Content(String name, @Nullable String description, String graph, WorkflowSettings settings) {
    }

    void write(Content content, Instant now) {
        this.name = content.name();
        this.description = content.description();
        this.graph = content.graph();
        this.settings = content.settings();
        this.updatedAt = now;
    }

    /** @param expected the version that somebody has changed; null where they don't mind */
    void requireVersion(@Nullable Integer expected) {
        if (expected != null && expected != version) {
            throw new Conflict("changed-meanwhile", "Somebody else changed the workflow meanwhile: it is at version "
                    + version + ", not " + expected + ". Read it again and repeat the change.");
        }
    }

    /** Leads that come in from now on take this journey. */
    void activate(UUID journey, int newVersion, Instant now) {
        this.status = WorkflowStatus.ACTIVE;
        this.journeyId = journey;
        this.activeVersion = newVersion;
        this.activatedAt = now;
        this.updatedAt = now;
    }

    /** @return whether it was active */
    boolean deactivate(Instant now) {
        boolean was = status == WorkflowStatus.ACTIVE;
        if (was) {
            this.status = WorkflowStatus.INACTIVE;
            this.deactivatedAt = now;
            this.updatedAt = now;
        }
        return was;
    }

    /** @throws Conflict where leads came in: what happened to them names it */
    void requireNeverActive() {
        if (journeyId != null) {
            throw new Conflict("workflow-was-active", "The workflow has been active; leads and messages belong to it. "
                    + "Deactivate it instead.");
        }
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

    WorkflowStatus status() {
        return status;
    }

    String graph() {
        return graph;
    }

    WorkflowSettings settings() {
        return settings;
    }

    @Nullable UUID journeyId() {
        return journeyId;
    }

    @Nullable Integer activeVersion() {
        return activeVersion;
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

    @Nullable Instant activatedAt() {
        return activatedAt;
    }

    @Nullable Instant deactivatedAt() {
        return deactivatedAt;
    }

    int version() {
        return version;
    }
}
