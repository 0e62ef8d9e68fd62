package dev.cadenza.channel;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person sees of a mail. Whatever can't be read as MIME is shown as the text that it is. */
record MailView(List<HeaderView> headers, @Nullable String text, @Nullable String html, List<Attachment> attachments) {

    private static final int DEEPEST = 10;
    private static final int LONGEST = 2_000_000;

    record HeaderView(String name, String value) {
    }

    record Attachment(String name, String contentType) {
    }

    static MailView of(byte[] raw) {
        try {
            MimeMessage message = new MimeMessage((Session) null, new ByteArrayInputStream(raw));
            List<HeaderView> headers = new ArrayList<>();
            for (Header header : Collections.list(message.getAllHeaders())) {
                headers.add(new HeaderView(header.getName(), decoded(header.getValue())));
            }
            Parts parts = new Parts();
            parts.add(message, 0);
            String text = parts.text == null && parts.html == null ? asText(raw) : parts.text;
            return new MailView(headers, text, parts.html, parts.attachments);
        } catch (MessagingException | IOException | RuntimeException unreadable) {
            return new MailView(List.of(), asText(raw), null, List.of());
        }
    }

    private static String asText(byte[] raw) {
        return new String(raw, 0, Math.min(raw.length, LONGEST), StandardCharsets.UTF_8);
    }

    private static final class Parts {

        private @Nullable String text;
        private @Nullable String html;
        private final List<Attachment> attachments = new ArrayList<>();

        private void add(Part part, int depth) throws MessagingException, IOException {
            boolean attached = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
            if (part.isMimeType("multipart/*") && depth < DEEPEST && part.getContent() instanceof Multipart multipart) {
                for (int i = 0; i < multipart.getCount(); i++) {
                    add(multipart.getBodyPart(i), depth + 1);
                }
            } else if (!attached && part.isMimeType("text/html") && html == null) {
                html = string(part);
            } else if (!attached && part.isMimeType("text/*") && text == null) {
                text = string(part);
            } else {
                String name = part.getFileName();
                attachments.add(new Attachment(name == null ? "(no name)" : decoded(name), part.getContentType()));
            }
        }

        private static String string(Part part) throws MessagingException, IOException {
            String text;
            try {
                text = String.valueOf(part.getContent());
            } catch (IOException unknownCharset) {
                try (InputStream in = part.getInputStream()) {
                    text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
                }
            }
            return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        }
    }

    private static String decoded(String value) {
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (java.io.UnsupportedEncodingException unknownCharset) {
            return value;
        }
    }
}
