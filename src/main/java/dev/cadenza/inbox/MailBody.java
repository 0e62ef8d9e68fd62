package dev.cadenza.inbox;

import dev.cadenza.inbox.ParsedMail.Delivery;
import dev.cadenza.inbox.ParsedMail.Disposition;
import dev.cadenza.inbox.ParsedMail.Feedback;
import dev.cadenza.inbox.ParsedMail.Recipient;
import dev.cadenza.inbox.ParsedMail.Report;
import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.jspecify.annotations.Nullable;

/** Collects the parts of a mail that matter: its text, and the machine-readable parts of a report. */
final class MailBody {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 200;

    private final Session session;
    private @Nullable String text;
    private @Nullable String html;
    private @Nullable String damage;
    private @Nullable List<Recipient> delivery;
    private @Nullable InternetHeaders feedback;
    private boolean disposition;
    private @Nullable String returnedId;
    private int parts;

    private MailBody(Session session) {
        this.session = session;
    }

    static MailBody of(MimeMessage message, Session session) {
        MailBody body = new MailBody(session);
        body.read(message, 0);
        return body;
    }

    @Nullable String text() {
        return text;
    }

    @Nullable String html() {
        return html;
    }

    @Nullable String damage() {
        return damage;
    }

    @Nullable Report report() {
        if (feedback != null) {
            String recipient = first(feedback, "Original-Rcpt-To");
            return new Feedback(word(first(feedback, "Feedback-Type")),
                    address(recipient == null ? first(feedback, "Removal-Recipient") : recipient), returnedId);
        }
        if (delivery != null) {
            return new Delivery(delivery, returnedId);
        }
        return disposition ? new Disposition(returnedId) : null;
    }

    private void read(MimePart part, int depth) {
        if (depth > MAX_DEPTH || ++parts > MAX_PARTS) {
            damage = "It is nested too deeply or has too many parts; the rest was not read.";
            return;
        }
        try {
            readByType(part, depth);
        } catch (MessagingException | IOException | RuntimeException broken) {
            damage = "A part can't be read: " + broken.getMessage();
            keepUndecoded(part);
        }
    }

    private void readByType(MimePart part, int depth) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            MimeMultipart multipart = new MimeMultipart(part.getDataHandler().getDataSource());
            for (int i = 0; i < multipart.getCount(); i++) {
                read((MimePart) multipart.getBodyPart(i), depth + 1);
            }
        } else if (part.isMimeType("message/delivery-status") || part.isMimeType("message/global-delivery-status")) {
            readDelivery(part);
        } else if (part.isMimeType("message/feedback-report")) {
            feedback = fields(part);
        } else if (part.isMimeType("message/disposition-notification")) {
            disposition = true;
            returned(first(fields(part), "Original-Message-ID"));
        } else if (part.isMimeType("message/rfc822") || part.isMimeType("message/global")
                || part.isMimeType("text/rfc822-headers") || part.isMimeType("message/global-headers")) {
            readReturned(part);
        } else if (!Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            readText(part);
        }
    }

    private void readText(MimePart part) throws MessagingException, IOException {
        if (part.isMimeType("text/html")) {
            html = html == null ? MailText.body(part) : html;
        } else if (part.isMimeType("text/*") && text == null) {
            text = MailText.body(part);
        }
    }

    private void readDelivery(MimePart part) throws MessagingException, IOException {
        List<Recipient> recipients = new ArrayList<>();
        try (InputStream in = part.getInputStream()) {
            // It asks the stream how much there is to come, which decoding streams don't know well.
            DeliveryStatus status = new DeliveryStatus(new ByteArrayInputStream(in.readNBytes(MailText.MAX_BODY)));
            for (int i = 0; i < status.getRecipientDSNCount(); i++) {
                InternetHeaders fields = status.getRecipientDSN(i);
                String original = address(first(fields, "Original-Recipient"));
                recipients.add(new Recipient(original == null ? address(first(fields, "Final-Recipient")) : original,
                        word(first(fields, "Action")), word(first(fields, "Status")),
                        MailText.header(orEmpty(first(fields, "Diagnostic-Code")))));
            }
        }
        delivery = recipients;
    }

    private void readReturned(MimePart part) throws MessagingException, IOException {
        InternetHeaders returned = fields(part);
        returned(first(returned, "Message-ID"));
    }

    private void returned(@Nullable String messageId) {
        returnedId = returnedId == null ? MailParser.id(messageId) : returnedId;
    }

    private static InternetHeaders fields(MimePart part) throws MessagingException, IOException {
        try (InputStream in = part.getInputStream()) {
            return new InternetHeaders(in, true);
        }
    }

    /** Better a text full of markup than none: a person can still read the answer in it. */
    private void keepUndecoded(MimePart part) {
        if (text != null) {
            return;
        }
        try (InputStream in = MailText.raw(part)) {
            text = MailText.storable(new String(in.readNBytes(MailText.MAX_BODY), StandardCharsets.UTF_8));
        } catch (MessagingException | IOException unreadable) {
            damage = damage + " Nor can its bytes: " + unreadable.getMessage();
        }
    }

    private static @Nullable String first(InternetHeaders fields, String name) {
        return fields.getHeader(name, null);
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** The first word in lower case: {@code failed} of {@code Failed (said the server)}. */
    private static String word(@Nullable String value) {
        return orEmpty(value).strip().split("[\\s;(]", 2)[0].toLowerCase(Locale.ROOT);
    }

    /** The address of {@code rfc822; lead@example.com}. */
    private static @Nullable String address(@Nullable String field) {
        if (field == null) {
            return null;
        }
        String value = field.substring(field.indexOf(';') + 1).strip();
        String bare = value.replaceAll("[<>]", "").toLowerCase(Locale.ROOT);
        return bare.indexOf('@') > 0 ? MailText.storable(bare) : null;
    }
}
