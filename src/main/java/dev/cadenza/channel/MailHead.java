package dev.cadenza.channel;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The beginning of a mail in the archive: the line that says whom it was delivered to, and the mail's own headers. */
final class MailHead {

    private static final Logger LOG = LoggerFactory.getLogger(MailHead.class);
    private static final String DELIVERED_TO = "Delivered-To: ";
    /** More than the headers of an ordinary mail. */
    private static final int HEADER_BYTES = 16_384;

    private MailHead() {
    }

    static byte[] line(String recipient) {
        return (DELIVERED_TO + recipient + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(HEADER_BYTES);
        }
    }

    static String recipient(byte[] head) {
        String firstLine = new String(head, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        return firstLine.startsWith(DELIVERED_TO) ? firstLine.substring(DELIVERED_TO.length()) : "";
    }

    static ReceivedMail described(MailArchive.Entry entry, String recipient, byte[] head, long size,
            Instant receivedAt) {
        String from = "";
        String subject = "";
        try {
            InternetHeaders headers = new InternetHeaders(new ByteArrayInputStream(head), true);
            from = decoded(headers.getHeader("From", ", "));
            subject = decoded(headers.getHeader("Subject", " "));
        } catch (MessagingException unreadable) {
            LOG.debug("Mail {} has no readable headers", entry.id(), unreadable);
        }
        return new ReceivedMail(entry.id(), entry.mailbox(), recipient, from, subject, receivedAt, size);
    }

    private static String decoded(@Nullable String header) {
        if (header == null) {
            return "";
        }
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(header));
        } catch (UnsupportedEncodingException unknownCharset) {
            return header;
        }
    }
}
