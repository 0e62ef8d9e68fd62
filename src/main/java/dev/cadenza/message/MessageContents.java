package dev.cadenza.message;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the content of messages that have a draft comes from. Implemented by the module of drafts. */
public interface MessageContents {

    /** The approved content of each draft, in one query. A draft that is missing has no entry. */
    Map<UUID, Content> contents(Collection<UUID> draftIds);

    /** The plain text alternative of a mail with this HTML body (RFC 2046, section 5.1.4). */
    String plainText(String html);

    /**
     * What is sent.
     *
     * @param html the body as it was approved, without tracking; null where there is a text only
     * @param text the body in plain text; null where it is to be made of {@code html}
     * @param template a {@link dev.cadenza.channel.ContentTemplate} as JSON, for channels that know such; else null
     */
    record Content(@Nullable String subject, @Nullable String html, @Nullable String text, @Nullable String template) {

        public Content(@Nullable String subject, String html) {
            this(subject, html, null, null);
        }
    }
}
