package dev.cadenza.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A mail of src/test/resources/mail, about one message of ours, from (or about) one lead. */
final class MailFixture {

    private final String name;
    private final Map<String, String> values = new LinkedHashMap<>();

    private MailFixture(String name) {
        this.name = name;
        with("SELF", UUID.randomUUID().toString()).with("HOP", UUID.randomUUID().toString());
    }

    static MailFixture mail(String name) {
        return new MailFixture(name);
    }

    MailFixture about(UUID messageId) {
        return with("ID", messageId.toString());
    }

    MailFixture from(String lead) {
        return with("LEAD", lead);
    }

    MailFixture with(String key, String value) {
        values.put(key, value);
        return this;
    }

    /** The mail with the line breaks that mails have. */
    byte[] raw() {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/mail/" + name + ".eml"), name)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("@" + value.getKey() + "@", value.getValue());
            }
            return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
