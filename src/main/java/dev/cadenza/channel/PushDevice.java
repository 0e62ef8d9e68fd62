package dev.cadenza.channel;

/**
 * A browser in which a person allowed notifications (Push API, {@code PushSubscription}).
 *
 * @param endpoint address at the browser's push service
 * @param p256dh the browser's public key, 65 bytes as base64url
 * @param auth its shared secret, 16 bytes as base64url
 */
public record PushDevice(String endpoint, String p256dh, String auth) {
}
