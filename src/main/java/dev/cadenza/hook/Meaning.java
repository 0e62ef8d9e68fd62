package dev.cadenza.hook;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.inbox.InboundText;
import dev.cadenza.message.Receipt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event means to us.
 *
 * @param text a message that a person wrote
 * @param upTo that a person saw everything up to a time
 * @param unmatched why nothing can be done about it without a person
 */
record Meaning(List<Receipt> receipts, @Nullable InboundText text, @Nullable UpTo upTo, @Nullable String unmatched) {

    static final Meaning NOTHING = new Meaning(List.of(), null, null, null);

    /** Messages to {@code address} that went no later than {@code at}. */
    record UpTo(ChannelType channel, String address, Receipt.Kind kind, Instant at) {
    }

    Meaning {
        receipts = List.copyOf(receipts);
    }

    static Meaning of(Receipt... receipts) {
        return new Meaning(List.of(receipts), null, null, null);
    }

    static Meaning of(List<Receipt> receipts) {
        return new Meaning(receipts, null, null, null);
    }

    static Meaning of(InboundText text) {
        return new Meaning(List.of(), text, null, null);
    }

    static Meaning of(UpTo upTo) {
        return new Meaning(List.of(), null, upTo, null);
    }

    static Meaning unmatched(String why) {
        return new Meaning(List.of(), null, null, why);
    }
}
