package dev.cadenza.message;

import dev.cadenza.message.Receipt.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a message has come, and how receipts move it on. Whatever the order in which receipts come and however often,
 * the result is the same, and nothing is ever moved back: the earliest time of each fact counts; a bounce outweighs a
 * delivery (servers return mail that they had taken), a delivery outweighs a failure, a failure outweighs acceptance.
 */
record MessageProgress(
        UUID id,
        MessageState state,
        @Nullable UUID leadId,
        @Nullable UUID enrollmentId,
        String address,
        @Nullable Instant fencedAt,
        @Nullable Instant sentAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant openedAt,
        @Nullable Instant clickedAt,
        @Nullable Instant bouncedAt,
        @Nullable String error) {

    static final String COLUMNS = """
            id, state, lead_id, enrollment_id, address, fenced_at, sent_at, delivered_at, opened_at, clicked_at,
            bounced_at, error
            """;

    static MessageProgress read(ResultSet row, int number) throws SQLException {
        return new MessageProgress(row.getObject("id", UUID.class), MessageState.valueOf(row.getString("state")),
                row.getObject("lead_id", UUID.class), row.getObject("enrollment_id", UUID.class),
                row.getString("address"), SenderViews.instant(row, "fenced_at"), SenderViews.instant(row, "sent_at"),
                SenderViews.instant(row, "delivered_at"), SenderViews.instant(row, "opened_at"),
                SenderViews.instant(row, "clicked_at"), SenderViews.instant(row, "bounced_at"),
                row.getString("error"));
    }

    /** Whether a node is at it: what comes of that has to be recorded first. */
    boolean inHand() {
        return state == MessageState.CLAIMED || state == MessageState.SENDING;
    }

    /** Whether it was ever handed to a provider, so that there can be receipts for it. */
    boolean handedOver() {
        return fencedAt != null || sentAt != null;
    }

    MessageProgress with(Receipt receipt) {
        Kind kind = receipt.kind();
        if (kind == Kind.RESUBSCRIBED || waitsForAnotherAttempt() && !proves(kind)) {
            return this;
        }
        Instant at = receipt.at();
        Instant delivered = kind.arrived() ? earliest(deliveredAt, at) : deliveredAt;
        Instant opened = kind == Kind.OPENED || kind == Kind.CLICKED ? earliest(openedAt, at) : openedAt;
        Instant clicked = kind == Kind.CLICKED ? earliest(clickedAt, at) : clickedAt;
        Instant bounced = kind == Kind.BOUNCED ? earliest(bouncedAt, at) : bouncedAt;
        MessageState after = state(kind, delivered, bounced);
        return new MessageProgress(id, after, leadId, enrollmentId, address, fencedAt,
                sentAt == null ? fencedAt : sentAt, delivered, opened, clicked, bounced,
                error(receipt, after, delivered));
    }

    /** It is queued again: a failure of the attempt before is no news. */
    private boolean waitsForAnotherAttempt() {
        return state == MessageState.QUEUED || state == MessageState.CANCELLED || state == MessageState.SUPPRESSED;
    }

    private static boolean proves(Kind kind) {
        return kind != Kind.DELAYED && kind != Kind.UNDELIVERED;
    }

    private MessageState state(Kind kind, @Nullable Instant delivered, @Nullable Instant bounced) {
        if (bounced != null) {
            return MessageState.BOUNCED;
        }
        boolean gaveUp = kind == Kind.UNDELIVERED || state == MessageState.FAILED && sentAt != null;
        return delivered == null && gaveUp ? MessageState.FAILED : MessageState.SENT;
    }

    private @Nullable String error(Receipt receipt, MessageState after, @Nullable Instant delivered) {
        boolean tells = after == MessageState.BOUNCED && receipt.kind() == Kind.BOUNCED
                || after == MessageState.FAILED && receipt.kind() == Kind.UNDELIVERED
                || after == MessageState.SENT && delivered == null && receipt.kind() == Kind.DELAYED;
        if (tells) {
            return Records.text(receipt.kind() == Kind.DELAYED ? "Delayed: " + receipt.reason() : receipt.reason());
        }
        return after == MessageState.SENT && (delivered != null || state != MessageState.SENT) ? null : error;
    }

    /** Whether nothing is left to write. */
    boolean same(MessageProgress before) {
        return state == before.state && Objects.equals(sentAt, before.sentAt)
                && Objects.equals(deliveredAt, before.deliveredAt) && Objects.equals(openedAt, before.openedAt)
                && Objects.equals(clickedAt, before.clickedAt) && Objects.equals(bouncedAt, before.bouncedAt)
                && Objects.equals(error, before.error);
    }

    private static Instant earliest(@Nullable Instant known, Instant at) {
        return known == null || at.isBefore(known) ? at : known;
    }
}
