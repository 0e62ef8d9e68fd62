package dev.cadenza.channel;

/** A push service says that a browser's subscription has ended: nothing reaches it any more. */
public record PushDeviceGone(String endpoint) {
}
