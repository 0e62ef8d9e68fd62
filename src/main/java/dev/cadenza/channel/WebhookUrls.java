package dev.cadenza.channel;

import dev.cadenza.platform.CadenzaProperties;
import java.net.URI;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * The addresses at which providers reach this installation, and the words by which what they report names our message:
 * {@code /hooks/{provider}/{channel}/...}.
 */
@Component
public class WebhookUrls {

    /** The query parameter of a status callback that holds the message's id. */
    public static final String MESSAGE_PARAMETER = "m";
    /** The custom argument of a SendGrid mail that holds the message's id; it comes back in every event. */
    public static final String MESSAGE_ARGUMENT = "cadenza_message";

    private final String base;
    private final boolean reachable;

    WebhookUrls(CadenzaProperties properties) {
        URI url = properties.publicUrl();
        this.base = url.toASCIIString().replaceFirst("/+$", "");
        String host = String.valueOf(url.getHost());
        this.reachable = !host.equals("localhost") && !host.startsWith("127.") && !host.equals("[::1]");
    }

    /** @param tail the last part of the path, such as {@code status} */
    public String of(String provider, UUID channelId, String tail) {
        return base + "/hooks/" + provider + "/" + channelId + "/" + tail;
    }

    /** Where a provider reports on one message. */
    public String status(String provider, UUID channelId, UUID messageId) {
        return of(provider, channelId, "status") + "?" + MESSAGE_PARAMETER + "=" + messageId;
    }

    /** False where the public address is this machine's own, which no provider on the internet reaches. */
    public boolean reachable() {
        return reachable;
    }
}
