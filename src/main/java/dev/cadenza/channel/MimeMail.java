package dev.cadenza.channel;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a mail as an RFC 5322 message: text beside HTML (multipart/alternative) in quoted-printable UTF-8. The same
 * mail at the same time gives the same bytes. All lines are at most 998 characters and end in CRLF.
 */
final class MimeMail {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    /** What this class writes itself, and what would make a mail go elsewhere. */
    private static final Set<String> RESERVED = Set.of("from", "to", "cc", "bcc", "sender", "subject", "date",
            "message-id", "reply-to", "in-reply-to", "mime-version", "content-type", "content-transfer-encoding",
            "content-disposition", "return-path", "received");

    private MimeMail() {
    }

    /** @throws UnsendableMail where an address or a header can't be written */
    static void write(OutgoingMail mail, Instant date, Bytes out) throws UnsendableMail {
        out.add("Date: ").line(DATE.format(date));
        address("From:", mail.fromName(), sender(mail.fromAddress(), "sender"), out);
        address("To:", mail.toName(), recipient(mail.to()), out);
        if (mail.replyTo() != null) {
            address("Reply-To:", null, sender(mail.replyTo(), "Reply-To"), out);
        }
        HeaderText.unstructured("Subject:", mail.subject(), out);
        structured("Message-ID", mail.messageId(), out);
        Map<String, String> further = further(mail.headers());
        if (mail.inReplyTo() != null) {
            structured("In-Reply-To", mail.inReplyTo(), out);
            further.putIfAbsent("References", mail.inReplyTo());
        }
        for (Map.Entry<String, String> header : further.entrySet()) {
            further(header.getKey(), header.getValue(), out);
        }
        out.line("MIME-Version: 1.0");
        body(mail, out);
    }

    static MailAddress recipient(String address) throws UnsendableMail {
        return MailAddress.of(address).orElseThrow(
                () -> new UnsendableMail("'" + HeaderText.clean(address) + "' is no e-mail address.", true));
    }

    static MailAddress sender(String address, String what) throws UnsendableMail {
        return MailAddress.of(address).orElseThrow(() -> new UnsendableMail(
                "The " + what + " address '" + HeaderText.clean(address) + "' is no e-mail address.", false));
    }

    private static void address(String name, @Nullable String phrase, MailAddress address, Bytes out) {
        out.add(name).add(' ');
        if (phrase == null || phrase.isBlank()) {
            out.add(address.text()).add('\r').add('\n');
            return;
        }
        int start = out.size() - name.length() - 1;
        HeaderText.phrase(phrase, name.length() + 1, out);
        boolean fits = out.size() - start + address.text().length() < 75;
        out.add(fits ? " <" : "\r\n <").add(address.text()).add(">\r\n");
    }

    private static Map<String, String> further(Map<String, String> headers) throws UnsendableMail {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            String name = header.getKey();
            boolean wellFormed = !name.isEmpty() && name.length() <= 76
                    && name.chars().allMatch(c -> c > 32 && c < 127 && c != ':');
            if (!wellFormed || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw new UnsendableMail("'" + HeaderText.clean(name) + "' can't be set as a further header.", false);
            }
            sorted.put(name, header.getValue());
        }
        return sorted;
    }

    private static void further(String name, String value, Bytes out) throws UnsendableMail {
        if (value.chars().allMatch(c -> c >= 32 && c < 127)) {
            structured(name, value, out);
        } else if (value.chars().noneMatch(Character::isISOControl)) {
            HeaderText.unstructured(name + ":", value, out);
        } else {
            throw new UnsendableMail("The header " + name + " has a line break or another control character.", false);
        }
    }

    /** A value with a syntax of its own, which encoded words would break. */
    private static void structured(String name, String value, Bytes out) throws UnsendableMail {
        boolean ascii = value.chars().allMatch(c -> c >= 32 && c < 127);
        if (!ascii || !HeaderText.foldable(value)) {
            throw new UnsendableMail("The header " + name + " can't be written as plain ASCII lines.", false);
        }
        HeaderText.folded(name + ":", value.strip(), out);
    }

    private static void body(OutgoingMail mail, Bytes out) {
        String html = mail.html();
        if (html == null) {
            part("plain", mail.text(), out);
            return;
        }
        // No line of quoted-printable text can begin like this: "=" is always followed by two hex digits or nothing.
        String boundary = "=_" + mail.id();
        out.line("Content-Type: multipart/alternative;").line(" boundary=\"" + boundary + "\"").line("");
        out.line("--" + boundary);
        part("plain", mail.text(), out);
        out.line("").line("--" + boundary);
        part("html", html, out);
        out.line("").line("--" + boundary + "--");
    }

    private static void part(String subtype, String text, Bytes out) {
        out.line("Content-Type: text/" + subtype + "; charset=UTF-8");
        out.line("Content-Transfer-Encoding: quoted-printable").line("");
        QuotedPrintable.write(text, out);
    }
}
