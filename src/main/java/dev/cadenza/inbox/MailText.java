package dev.cadenza.inbox;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Text out of mails whose declarations may be wrong: of two readings the better, and never an exception. */
final class MailText {

    /** Characters of a body that are kept as text; the raw mail keeps all. */
    static final int MAX_BODY = 1_000_000;

    private static final int MAX_HEADER = 2000;
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private MailText() {
    }

    /** The body of a text part. A wrong transfer encoding gives the undecoded text. */
    static String body(MimePart part) throws MessagingException, IOException {
        byte[] bytes;
        try (InputStream in = part.getInputStream()) {
            bytes = in.readNBytes(MAX_BODY);
        } catch (IOException | MessagingException undecodable) {
            try (InputStream in = raw(part)) {
                bytes = in.readNBytes(MAX_BODY);
            }
        }
        return storable(decode(bytes, charset(part)));
    }

    static InputStream raw(MimePart part) throws MessagingException {
        return part instanceof MimeMessage message ? message.getRawInputStream()
                : ((MimeBodyPart) part).getRawInputStream();
    }

    /** A header's text with its encoded words (RFC 2047) decoded, on one line. */
    static @Nullable String header(@Nullable String value) {
        if (value == null) {
            return null;
        }
        String unfolded = MimeUtility.unfold(value.substring(0, Math.min(value.length(), 4 * MAX_HEADER)));
        String decoded;
        try {
            decoded = MimeUtility.decodeText(unfolded);
        } catch (UnsupportedEncodingException unknownCharset) {
            decoded = unfolded;
        }
        String line = storable(decoded).replaceAll("\\s+", " ").strip();
        return line.length() <= MAX_HEADER ? line : line.substring(0, MAX_HEADER);
    }

    /** Without what PostgreSQL can't store as text: NUL, and halves of surrogate pairs. */
    static String storable(String text) {
        String clean = text.indexOf('\0') < 0 ? text : text.replace("\0", "");
        for (int i = 0; i < clean.length(); i++) {
            if (Character.isSurrogate(clean.charAt(i))) {
                return new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return clean;
    }

    /** Where the body begins: after the first empty line; 0 where there is none. */
    static int bodyStart(byte[] raw) {
        for (int i = 0; i + 1 < raw.length; i++) {
            if (raw[i] == '\n' && (raw[i + 1] == '\n'
                    || raw[i + 1] == '\r' && i + 2 < raw.length && raw[i + 2] == '\n')) {
                return i + 1;
            }
        }
        return 0;
    }

    static boolean isUtf8(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException otherwise) {
            return false;
        }
    }

    private static String decode(byte[] bytes, Optional<Charset> declared) {
        Charset charset = declared.filter(c -> !c.equals(StandardCharsets.US_ASCII)).orElse(StandardCharsets.UTF_8);
        if (!charset.equals(StandardCharsets.UTF_8)) {
            return new String(bytes, charset);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            // A long body may have been cut inside a character: then it is UTF-8 all the same.
            return new String(bytes, bytes.length == MAX_BODY ? StandardCharsets.UTF_8 : WESTERN);
        }
    }

    private static Optional<Charset> charset(MimePart part) throws MessagingException {
        String header = part.getContentType();
        if (header == null) {
            return Optional.empty();
        }
        try {
            String name = new ContentType(header).getParameter("charset");
            return name == null ? Optional.empty() : Optional.of(Charset.forName(MimeUtility.javaCharset(name)));
        } catch (ParseException | IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }
}
