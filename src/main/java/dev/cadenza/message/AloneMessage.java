package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.ContentTemplate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message that belongs to no journey, such as a test send. It brings its own content and goes at once, within the
 * pace of its sender.
 *
 * @param leadId the lead it is kept with; null where it is for nobody in the database
 * @param senderAccountId the account; for channels other than e-mail the channel's id
 * @param html null where it is plain text only
 * @param template goes in place of the text where the channel's window is closed
 */
public record AloneMessage(
        ChannelType channel,
        UUID senderAccountId,
        String address,
        @Nullable UUID leadId,
        @Nullable String subject,
        @Nullable String html,
        String text,
        @Nullable ContentTemplate template) {

    public AloneMessage(ChannelType channel, UUID senderAccountId, String address, @Nullable UUID leadId,
            @Nullable String subject, @Nullable String html, String text) {
        this(channel, senderAccountId, address, leadId, subject, html, text, null);
    }
}
