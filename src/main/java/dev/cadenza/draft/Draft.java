package dev.cadenza.draft;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * One mail to one lead before it is sent: the generated text and a person's edit side by side. A person decides about
 * it as long as its review is open. What is approved can't change without becoming undecided again.
 *
 * <p>Drafts are written and moved between cohorts by statements over many rows; here is what one person does to one.
 * Only changed columns are written, so that neither undoes the other.
 */
@Entity
@Table(name = "draft")
@DynamicUpdate
class Draft {

    enum Status { DRAFT, APPROVED, REJECTED, SCHEDULED }

    @Id
    private UUID id;
    private @Nullable String generatedSubject;
    private String generatedBody;
    private @Nullable String editedSubject;
    private @Nullable String editedBody;
    private String[] missing;
    private UUID ownerId;
    private UUID leadId;
    private String stepId;
    @Enumerated(EnumType.STRING)
    private Status status;
    private @Nullable String attention;
    private @Nullable String writer;
    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable JsonNode personalizationData;
    private @Nullable Instant approvedAt;
    private @Nullable String decidedBy;
    private @Nullable String rejectionReason;
    @Column(updatable = false)
    private @Nullable Instant concludedAt;
    private Instant updatedAt;
    @Version
    private int version;

    protected Draft() {
    }

    int version() {
        return version;
    }

    UUID id() {
        return id;
    }

    UUID ownerId() {
        return ownerId;
    }

    UUID leadId() {
        return leadId;
    }

    String stepId() {
        return stepId;
    }

    @Nullable String generatedSubject() {
        return generatedSubject;
    }

    String generatedBody() {
        return generatedBody;
    }

    @Nullable String subject() {
        return editedSubject != null ? editedSubject : generatedSubject;
    }

    String body() {
        return editedBody != null ? editedBody : generatedBody;
    }

    /**
     * Replaces the text. The draft is undecided afterwards, also where it was approved before.
     *
     * @param subject null to leave it as it is
     * @param body safe HTML; null to leave it as it is
     */
    void edit(@Nullable String subject, @Nullable String body, int expected, Instant now) {
        requireOpen(expected);
        if (status == Status.REJECTED) {
            throw new Conflict("draft-rejected", "The draft is rejected. Reopen it before you edit it.");
        }
        if (subject != null) {
            editedSubject = subject.equals(generatedSubject) ? null : subject;
        }
        if (body != null) {
            editedBody = body.equals(generatedBody) ? null : body;
        }
        missing = OpenTags.in(subject(), body());
        attention = null;
        undecide(now);
    }

    /** Puts a new text in the place of the generated one and of what was edited; it is undecided afterwards. */
    void rewrite(WrittenText text, int expected, Instant now) {
        requireRewritable(expected);
        generatedSubject = text.subject();
        generatedBody = text.body();
        editedSubject = null;
        editedBody = null;
        missing = OpenTags.in(subject(), body());
        writer = text.writer();
        personalizationData = text.personalization();
        attention = text.attention();
        undecide(now);
    }

    void requireRewritable(int expected) {
        requireOpen(expected);
        if (status == Status.REJECTED) {
            throw new Conflict("draft-rejected", "The draft is rejected. Reopen it before you have it written again.");
        }
        if (writer == null) {
            throw new Conflict("draft-is-template", "This draft is its template, filled in. Only drafts that were"
                    + " generated for a campaign can be written again.");
        }
    }

    private void undecide(Instant now) {
        status = Status.DRAFT;
        decidedBy = null;
        updatedAt = now;
    }

    /** Approving what is approved already changes nothing; it counts on the day when it was approved first. */
    void approve(int expected, String who, Instant now) {
        // The step from the version before into this one was the approval itself: this is its repetition.
        boolean repeated = status == Status.APPROVED && expected == version - 1;
        requireOpen(repeated ? version : expected);
        if (status == Status.APPROVED) {
            return;
        }
        if (status == Status.REJECTED) {
            throw new Conflict("draft-rejected", "The draft is rejected. Reopen it before you approve it.");
        }
        if (missing.length > 0) {
            throw new Conflict("value-missing", "There is no value for " + String.join(", ", missing)
                    + ". Edit the text or reject the draft.");
        }
        if (body().isBlank() || subject() != null && subject().isBlank()) {
            throw new Conflict("draft-empty", "The draft has no "
                    + (body().isBlank() ? "text" : "subject") + ". Edit it or reject it.");
        }
        decide(Status.APPROVED, who, null, now);
        attention = null;
        approvedAt = approvedAt == null ? now : approvedAt;
    }

    void reject(int expected, String who, @Nullable String reason, Instant now) {
        boolean repeated = status == Status.REJECTED && expected == version - 1;
        requireOpen(repeated ? version : expected);
        if (status != Status.REJECTED) {
            decide(Status.REJECTED, who, reason, now);
        }
    }

    /** Takes the decision back. */
    void reopen(int expected, Instant now) {
        boolean repeated = status == Status.DRAFT && expected == version - 1;
        requireOpen(repeated ? version : expected);
        if (status != Status.DRAFT) {
            status = Status.DRAFT;
            decidedBy = null;
            rejectionReason = null;
            updatedAt = now;
        }
    }

    private void decide(Status decision, String who, @Nullable String reason, Instant now) {
        status = decision;
        decidedBy = who;
        rejectionReason = reason;
        updatedAt = now;
    }

    private void requireOpen(int expected) {
        if (status == Status.SCHEDULED) {
            throw new Conflict("draft-scheduled", "The draft is on its way and can't change any more.");
        }
        if (concludedAt != null) {
            throw new Conflict("review-closed", "The review of this draft is over.");
        }
        if (expected != version) {
            throw new Conflict("changed-meanwhile",
                    "Somebody else changed this draft at the same time. Read it again and repeat the change.");
        }
    }
}
