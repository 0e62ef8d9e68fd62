package dev.cadenza.card;

import dev.cadenza.platform.Ids;
import dev.cadenza.problem.Conflict;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The picture of a business card on its way to a lead. */
@Entity
@Table(name = "business_card")
class BusinessCard {

    @Id
    private UUID id;
    @Column(updatable = false)
    private UUID uploadId;
    @Column(updatable = false)
    private UUID fileId;
    @Column(updatable = false)
    private int page;
    private @Nullable UUID eventId;
    private @Nullable UUID listId;
    private @Nullable UUID leadId;
    @Enumerated(EnumType.STRING)
    private CardStatus status;
    private @Nullable BigDecimal confidence;
    @JdbcTypeCode(SqlTypes.JSON)
    private String fields;
    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable String ocrRawData;
    @Column(updatable = false)
    private @Nullable String uploadedBy;
    private @Nullable String reviewedBy;
    @Column(updatable = false)
    private Instant createdAt;
    private @Nullable Instant processedAt;
    private @Nullable Instant reviewedAt;
    private Instant updatedAt;
    @Version
    private int version;

    @SuppressWarnings("NullAway.Init") // for Hibernate
    protected BusinessCard() {
    }

    /**
     * Where a card comes from and where its lead goes.
     *
     * @param page of its file, from 0
     * @param eventId the event at which the card was given; null for none
     * @param listId a list that its lead is put into; null for none
     */
    record Origin(UUID uploadId, UUID fileId, int page, @Nullable UUID eventId, @Nullable UUID listId,
            @Nullable String uploadedBy) {
    }

    BusinessCard(Origin origin, Instant now) {
        this.id = Ids.next();
        this.uploadId = origin.uploadId();
        this.fileId = origin.fileId();
        this.page = origin.page();
        this.eventId = origin.eventId();
        this.listId = origin.listId();
        this.uploadedBy = origin.uploadedBy();
        this.status = CardStatus.PROCESSING;
        this.fields = "{}";
        this.createdAt = now;
        this.updatedAt = now;
    }

    /** Its picture was read. */
    void read(String rawData, Instant now) {
        require(CardStatus.PROCESSING, "read");
        ocrRawData = rawData;
        processedAt = now;
        updatedAt = now;
    }

    /** What was read was understood. @param sure false where a person has to look at it */
    void understood(String json, double howSure, boolean sure, Instant now) {
        require(CardStatus.PROCESSING, "understood");
        fields = json;
        confidence = BigDecimal.valueOf(FieldValue.rounded(howSure));
        status = sure ? CardStatus.COMPLETED : CardStatus.PENDING_REVIEW;
        updatedAt = now;
    }

    void failed(Instant now) {
        require(CardStatus.PROCESSING, "given up");
        status = CardStatus.FAILED;
        updatedAt = now;
    }

    /** @throws Conflict where it has not failed */
    void retry(Instant now) {
        require(CardStatus.FAILED, "tried again");
        status = CardStatus.PROCESSING;
        updatedAt = now;
    }

    /** @throws Conflict where nobody is asked to review it */
    void verified(String json, @Nullable String reviewer, Instant now) {
        require(CardStatus.PENDING_REVIEW, "reviewed");
        fields = json;
        reviewed(CardStatus.USER_VERIFIED, reviewer, now);
    }

    /** @throws Conflict where nobody is asked to review it */
    void discarded(@Nullable String reviewer, Instant now) {
        require(CardStatus.PENDING_REVIEW, "discarded");
        reviewed(CardStatus.DISCARDED, reviewer, now);
    }

    private void reviewed(CardStatus outcome, @Nullable String reviewer, Instant now) {
        status = outcome;
        reviewedBy = reviewer;
        reviewedAt = now;
        updatedAt = now;
    }

    void became(UUID lead, Instant now) {
        leadId = lead;
        updatedAt = now;
    }

    private void require(CardStatus wanted, String verb) {
        if (status != wanted) {
            throw new Conflict("card-" + status.name().toLowerCase(Locale.ROOT).replace('_', '-'), "A card that is "
                    + status.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " can't be " + verb + ".");
        }
    }

    UUID id() {
        return id;
    }

    UUID fileId() {
        return fileId;
    }

    int page() {
        return page;
    }

    @Nullable UUID eventId() {
        return eventId;
    }

    @Nullable UUID listId() {
        return listId;
    }

    @Nullable UUID leadId() {
        return leadId;
    }

    CardStatus status() {
        return status;
    }

    String fields() {
        return fields;
    }

    @Nullable String ocrRawData() {
        return ocrRawData;
    }
}
