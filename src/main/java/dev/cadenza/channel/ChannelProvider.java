package dev.cadenza.channel;

import java.util.Map;
import java.util.Set;

/**
 * A kind of outside system that messages can go through, such as SendGrid. To add one, write one class that implements
 * this, as a Spring bean, and a record of its settings whose components are marked with {@link Setting}.
 *
 * @param <S> the record of settings; secrets are components of it too
 */
public interface ChannelProvider<S extends Record> {

    /** Stable word, such as {@code sendgrid}; a part of the addresses of its webhooks. */
    String id();

    /** What it can send. */
    Set<ChannelType> channels();

    Class<S> settings();

    /**
     * Completes what a person gave for a new channel, such as keys that are made here. By default nothing.
     *
     * @param given settings and credentials by name; further ones may be put in
     */
    default void complete(Map<String, String> given) {
    }

    /**
     * @param config whose channel is one of {@link #channels()}
     * @param settings read from the config, credentials included
     */
    Carrier open(ChannelConfig config, S settings);
}
