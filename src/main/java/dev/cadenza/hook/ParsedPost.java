package dev.cadenza.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.servlet.http.Part;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Inbound Parse posts. In raw mode the mail itself; else its headers, texts and attachments, out of which a mail is
 * put together again that says the same: our own reading then finds in it what it finds in any other.
 */
final class ParsedPost {

    /** Headers that speak of the body as it was; the new one has its own. */
    private static final Set<String> OF_BODY = Set.of("content-type", "content-transfer-encoding", "mime-version",
            "content-disposition", "content-language", "content-id");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, byte[]> fields;
    private final List<Attachment> attachments;
    private final Map<String, Charset> charsets;

    private record Attachment(String name, String type, byte[] content) {
    }

    private ParsedPost(Map<String, byte[]> fields, List<Attachment> attachments) {
        this.fields = fields;
        this.attachments = attachments;
        this.charsets = charsets(fields.get("charsets"));
    }

    static ParsedPost of(Collection<Part> parts) throws IOException {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        List<Attachment> attachments = new ArrayList<>();
        for (Part part : parts) {
            byte[] content;
            try (InputStream in = part.getInputStream()) {
                content = in.readAllBytes();
            }
            if (part.getName().startsWith("attachment") && part.getSubmittedFileName() != null) {
                attachments.add(new Attachment(part.getSubmittedFileName(), part.getContentType() == null
                        ? "application/octet-stream" : part.getContentType(), content));
            } else {
                fields.put(part.getName(), content);
            }
        }
        return new ParsedPost(fields, attachments);
    }

    /** The mail (RFC 5322). */
    byte[] mail() throws IOException {
        byte[] raw = fields.get("email");
        if (raw != null) {
            return raw;
        }
        try {
            return assembled();
        } catch (MessagingException unwritable) {
            throw new IOException("The post can't be made into a mail", unwritable);
        }
    }

    private byte[] assembled() throws MessagingException, IOException {
        MimeMessage body = new MimeMessage(Session.getInstance(new Properties())) {
            @Override
            protected void updateMessageID() {
                // the mail's own stands among its headers
            }
        };
        body.setContent(content());
        body.saveChanges();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(headers().getBytes(StandardCharsets.UTF_8));
        body.writeTo(out);
        return out.toByteArray();
    }

    private MimeMultipart content() throws MessagingException {
        MimeMultipart texts = new MimeMultipart("alternative");
        addText(texts, "text", "plain");
        addText(texts, "html", "html");
        if (texts.getCount() == 0) {
            MimeBodyPart empty = new MimeBodyPart();
            empty.setText("", StandardCharsets.UTF_8.name());
            texts.addBodyPart(empty);
        }
        if (attachments.isEmpty()) {
            return texts;
        }
        boolean report = header("content-type").toLowerCase(Locale.ROOT).contains("multipart/report");
        MimeMultipart all = new MimeMultipart(report ? "report" : "mixed");
        MimeBodyPart first = new MimeBodyPart();
        first.setContent(texts);
        all.addBodyPart(first);
        for (Attachment attachment : attachments) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(attachment.content(), attachment.type())));
            part.setFileName(attachment.name());
            all.addBodyPart(part);
        }
        return all;
    }

    private void addText(MimeMultipart texts, String field, String subtype) throws MessagingException {
        String text = text(field);
        if (text != null && !text.isEmpty()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setText(text, StandardCharsets.UTF_8.name(), subtype);
            texts.addBodyPart(part);
        }
    }

    /** The mail's headers without those of its body; without any, those that the post names by itself. */
    private String headers() {
        StringBuilder kept = new StringBuilder();
        boolean keeps = false;
        for (String line : originalHeaders().split("\r?\n")) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            int colon = line.indexOf(':');
            keeps = folded ? keeps : colon > 0 && !OF_BODY.contains(line.substring(0, colon).strip()
                    .toLowerCase(Locale.ROOT));
            if (keeps && !line.isBlank()) {
                kept.append(line).append("\r\n");
            }
        }
        return kept.toString();
    }

    private String originalHeaders() {
        String headers = text("headers");
        if (headers != null && !headers.isBlank()) {
            return envelope() + headers;
        }
        StringBuilder own = new StringBuilder(envelope());
        for (String name : List.of("from", "to", "cc", "subject")) {
            String value = text(name);
            if (value != null) {
                own.append(name).append(": ").append(value.replaceAll("[\\r\\n]+", " ")).append('\n');
            }
        }
        return own.toString();
    }

    /** Where the mail was delivered says more than whom its header addresses. */
    private String envelope() {
        StringBuilder lines = new StringBuilder();
        try {
            byte[] envelope = fields.get("envelope");
            JsonNode json = envelope == null ? JSON.missingNode() : JSON.readTree(envelope);
            for (JsonNode to : json.path("to")) {
                lines.append("Delivered-To: ").append(to.asText().replaceAll("[\\r\\n]+", " ")).append('\n');
            }
            if (json.has("from") && json.path("from").asText().isEmpty()) {
                lines.append("Return-Path: <>\n");
            }
        } catch (IOException noJson) {
            return "";
        }
        return lines.toString();
    }

    private String header(String name) {
        for (String line : originalHeaders().replaceAll("\r?\n[ \t]+", " ").split("\r?\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    private @Nullable String text(String field) {
        byte[] bytes = fields.get(field);
        return bytes == null ? null : new String(bytes, charsets.getOrDefault(field, StandardCharsets.UTF_8));
    }

    private static Map<String, Charset> charsets(byte @Nullable [] json) {
        Map<String, Charset> charsets = new LinkedHashMap<>();
        try {
            JsonNode named = json == null ? JSON.missingNode() : JSON.readTree(json);
            named.properties().forEach(field -> {
                try {
                    charsets.put(field.getKey(), Charset.forName(field.getValue().asText()));
                } catch (IllegalArgumentException unknown) {
                    charsets.put(field.getKey(), StandardCharsets.UTF_8);
                }
            });
        } catch (IOException noJson) {
            return Map.of();
        }
        return charsets;
    }
}
