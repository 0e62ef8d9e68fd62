package dev.cadenza.channel;

import dev.cadenza.platform.Ids;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds mails for tests. */
final class Mails {

    private final UUID id = Ids.next();
    private String from = "sales@example.com";
    private @Nullable String fromName = "Sales";
    private @Nullable String replyTo;
    private String to = "lead@example.org";
    private @Nullable String toName;
    private String subject = "Hello";
    private @Nullable String html = "<p>Hello</p>";
    private String text = "Hello";
    private @Nullable String inReplyTo;
    private final Map<String, String> headers = new HashMap<>();

    static Mails aMail() {
        return new Mails();
    }

    static OutgoingMail mailTo(String to) {
        return aMail().to(to, null).build();
    }

    Mails from(String address, @Nullable String name) {
        this.from = address;
        this.fromName = name;
        return this;
    }

    Mails to(String address, @Nullable String name) {
        this.to = address;
        this.toName = name;
        return this;
    }

    Mails replyTo(String address) {
        this.replyTo = address;
        return this;
    }

    Mails subject(String text) {
        this.subject = text;
        return this;
    }

    Mails html(@Nullable String html) {
        this.html = html;
        return this;
    }

    Mails text(String text) {
        this.text = text;
        return this;
    }

    Mails inReplyTo(String messageId) {
        this.inReplyTo = messageId;
        return this;
    }

    Mails header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    OutgoingMail build() {
        return new OutgoingMail(id, MessageIds.of(id, "cadenza.test"), from, fromName, replyTo, "bounces@example.com",
                to, toName, subject, html, text, inReplyTo, headers);
    }
}
