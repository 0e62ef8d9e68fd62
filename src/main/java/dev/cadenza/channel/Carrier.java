package dev.cadenza.channel;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Hands messages to an outside system, under one set of settings. A carrier transports and does nothing else: what it
 * is given has been rendered, checked and fenced, and it must try each message at most once, with every retry of its
 * own and of its libraries switched off. One that also is a {@link StatusLookup} can be asked later.
 */
public interface Carrier extends AutoCloseable {

    /** Names it in logs, such as {@code smtp}. */
    String id();

    /**
     * Tries each message once, and reports the outcome of each exactly once, in the calling thread. Blocks until all
     * are reported; never throws for a failure of the outside system. Called by several threads at the same time.
     */
    void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome);

    /** Lets go of connections. What is being sent at this moment is finished. */
    @Override
    default void close() {
    }
}
