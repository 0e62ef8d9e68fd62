package dev.cadenza.channel;

/** A way to reach a lead. */
public enum ChannelType {
    EMAIL
}
