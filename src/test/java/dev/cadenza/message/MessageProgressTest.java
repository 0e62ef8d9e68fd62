package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.message.Receipt.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever order receipts come in and however often, a message ends in the same place and never goes back. */
class MessageProgressTest {

    private static final Instant SENT = Instant.parse("2026-06-03T10:00:00Z");
    private static final UUID ID = UUID.randomUUID();

    private static MessageProgress message(MessageState state) {
        return new MessageProgress(ID, state, null, null, "ada@example.com", SENT,
                state == MessageState.SENT ? SENT : null, null, null, null, null, null);
    }

    private static Receipt receipt(Kind kind, long seconds) {
        return new Receipt(ID, ChannelType.EMAIL, null, null, kind, SENT.plusSeconds(seconds), "reason " + seconds);
    }

    private static MessageProgress all(MessageProgress start, List<Receipt> receipts) {
        MessageProgress now = start;
        for (Receipt receipt : receipts) {
            now = now.with(receipt);
        }
        return now;
    }

    @ParameterizedTest
    @EnumSource(value = MessageState.class, names = {"SENT", "UNKNOWN", "FAILED"})
    void theOrderAndRepetitionOfReceiptsChangeNothing(MessageState start) {
        Random random = new Random(7);
        Kind[] kinds = Kind.values();
        for (int round = 0; round < 2000; round++) {
            List<Receipt> receipts = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                receipts.add(receipt(kinds[random.nextInt(kinds.length)], random.nextInt(100)));
            }
            MessageProgress expected = all(message(start), receipts);
            List<Receipt> shuffled = new ArrayList<>(receipts);
            for (Receipt receipt : receipts) {
                if (random.nextBoolean()) {
                    shuffled.add(receipt);
                }
            }
            Collections.shuffle(shuffled, random);
            MessageProgress actual = all(message(start), shuffled);
            assertThat(actual.state()).as(start + " with " + receipts + " and " + shuffled).isEqualTo(expected.state());
            assertThat(actual.deliveredAt()).isEqualTo(expected.deliveredAt());
            assertThat(actual.openedAt()).isEqualTo(expected.openedAt());
            assertThat(actual.clickedAt()).isEqualTo(expected.clickedAt());
            assertThat(actual.bouncedAt()).isEqualTo(expected.bouncedAt());
            assertThat(actual.sentAt()).isEqualTo(expected.sentAt());
        }
    }

    @Test
    void statusesOnlyMoveUp() {
        Random random = new Random(8);
        Kind[] kinds = Kind.values();
        for (int round = 0; round < 2000; round++) {
            MessageProgress before = message(MessageState.SENT);
            for (int i = 0; i < 8; i++) {
                MessageProgress after = before.with(receipt(kinds[random.nextInt(kinds.length)], random.nextInt(100)));
                assertThat(rank(after)).isGreaterThanOrEqualTo(rank(before));
                before = after;
            }
        }
    }

    private static int rank(MessageProgress message) {
        return message.state() == MessageState.BOUNCED ? 3 : message.deliveredAt() != null ? 2
                : message.state() == MessageState.FAILED ? 1 : 0;
    }

    @Test
    void anythingTheProviderSaysProvesThatItHadTheMessage() {
        assertThat(message(MessageState.UNKNOWN).with(receipt(Kind.ACCEPTED, 1)).state()).isEqualTo(MessageState.SENT);
        assertThat(message(MessageState.UNKNOWN).with(receipt(Kind.DELAYED, 1)).state()).isEqualTo(MessageState.SENT);
        assertThat(message(MessageState.UNKNOWN).with(receipt(Kind.UNDELIVERED, 1)).state())
                .isEqualTo(MessageState.FAILED);
        assertThat(message(MessageState.UNKNOWN).with(receipt(Kind.ACCEPTED, 1)).sentAt()).isEqualTo(SENT);
    }

    @Test
    void whatIsToBeSentAgainStaysQueuedUnlessItArrived() {
        MessageProgress queued = message(MessageState.QUEUED);
        assertThat(queued.with(receipt(Kind.UNDELIVERED, 1))).isEqualTo(queued);
        assertThat(queued.with(receipt(Kind.DELAYED, 1))).isEqualTo(queued);
        assertThat(queued.with(receipt(Kind.DELIVERED, 1)).state()).isEqualTo(MessageState.SENT);
    }
}
