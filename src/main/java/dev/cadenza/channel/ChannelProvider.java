package dev.cadenza.channel;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Hands messages to an outside system. A provider transports and does nothing else: what it is given has been
 * rendered, checked and fenced, and it must try each message at most once, with every retry of its own switched off.
 */
public interface ChannelProvider {

    /** Stable word for this provider, such as {@code smtp}. */
    String id();

    ChannelType type();

    /**
     * Tries each message once, in order, and reports the outcome of each as soon as it is known, always exactly once
     * for each message. Blocks until all are reported; never throws for a failure of the outside system. Called by
     * several threads at the same time.
     */
    void send(List<OutgoingMail> group, BiConsumer<OutgoingMail, SendResult> outcome);
}
