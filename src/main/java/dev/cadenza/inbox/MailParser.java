package dev.cadenza.inbox;

import dev.cadenza.inbox.ParsedMail.Report;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MailDateFormat;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads mails as they come: what one part hides must not keep the rest from being understood. */
@Component
class MailParser {

    private static final List<String> RECIPIENT_HEADERS = List.of("delivered-to", "x-original-to", "envelope-to",
            "x-envelope-to", "x-delivered-to", "to", "cc", "resent-to");
    private static final Pattern ID = Pattern.compile("<[^<>\\s]{3,250}>");
    private static final Pattern BARE_ADDRESS = Pattern.compile("[^\\s<>\"'(),;:]+@[^\\s<>\"'(),;:]+");
    private static final int MAX_HEADERS = 500;
    /** Characters; far more than any header needs, and few enough for whatever is looked for in it. */
    private static final int MAX_HEADER = 20_000;
    private static final int MAX_ADDRESS = 1_000;

    private final Session utf8 = session(true);
    private final Session western = session(false);

    /** @throws UnreadableMail where not even the header can be read */
    ParsedMail parse(byte[] raw) {
        // Headers in plain 8 bits are UTF-8 (RFC 6532), or what older programs took for granted.
        Session session = MailText.isUtf8(raw, MailText.bodyStart(raw)) ? utf8 : western;
        try {
            MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(raw));
            Map<String, List<String>> headers = headers(message);
            MailBody body = MailBody.of(message, session);
            String html = body.html();
            String text = body.text() != null || html == null ? body.text() : MailText.storable(plain(html));
            return mail(headers, body, text, html);
        } catch (MessagingException | StackOverflowError unreadable) {
            throw new UnreadableMail(unreadable);
        }
    }

    private static Session session(boolean utf8) {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.address.strict", "false");
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(utf8));
        return Session.getInstance(properties);
    }

    private static ParsedMail mail(Map<String, List<String>> headers, MailBody body, @Nullable String text,
            @Nullable String html) {
        String from = first(headers, "from");
        InternetAddress sender = from == null ? null : address(from);
        Report report = body.report();
        return new ParsedMail(headers, id(first(headers, "message-id")),
                sender == null || sender.getAddress() == null ? null
                        : sender.getAddress().strip().toLowerCase(Locale.ROOT),
                sender == null ? null : MailText.header(sender.getPersonal()),
                recipients(headers), MailText.header(first(headers, "subject")), date(first(headers, "date")),
                refersTo(headers), text, html, report, body.damage());
    }

    private static Map<String, List<String>> headers(MimeMessage message) throws MessagingException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        int count = 0;
        for (Header header : Collections.list(message.getAllHeaders())) {
            if (++count > MAX_HEADERS) {
                break;
            }
            if (header.getValue() != null) {
                headers.computeIfAbsent(header.getName().strip().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(MailText.storable(cut(header.getValue(), MAX_HEADER).replaceAll("\\r?\\n", "")));
            }
        }
        return headers;
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static @Nullable String first(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    private static @Nullable InternetAddress address(String from) {
        try {
            InternetAddress[] parsed = InternetAddress.parseHeader(from, false);
            if (parsed.length > 0 && parsed[0].getAddress() != null && parsed[0].getAddress().indexOf('@') > 0) {
                return parsed[0];
            }
        } catch (AddressException notAnAddress) {
            // The text may hold one all the same.
        }
        Matcher bare = BARE_ADDRESS.matcher(cut(from, MAX_ADDRESS));
        if (!bare.find()) {
            return null;
        }
        InternetAddress address = new InternetAddress();
        address.setAddress(bare.group());
        return address;
    }

    static @Nullable String id(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher matcher = ID.matcher(header);
        String bare = header.strip();
        return matcher.find() ? matcher.group()
                : bare.isEmpty() || bare.length() > 250 || bare.indexOf(' ') >= 0 ? null : "<" + bare + ">";
    }

    private static String recipients(Map<String, List<String>> headers) {
        StringBuilder all = new StringBuilder();
        RECIPIENT_HEADERS.forEach(name -> headers.getOrDefault(name, List.of())
                .forEach(value -> all.append(all.isEmpty() ? "" : ", ").append(value.strip())));
        return cut(all.toString(), 4000);
    }

    private static List<String> refersTo(Map<String, List<String>> headers) {
        Set<String> ids = new LinkedHashSet<>(ids(headers.getOrDefault("in-reply-to", List.of())));
        List<String> references = new ArrayList<>(ids(headers.getOrDefault("references", List.of())));
        Collections.reverse(references);
        ids.addAll(references);
        return ids.stream().limit(100).toList();
    }

    private static List<String> ids(List<String> values) {
        return values.stream().flatMap(value -> ID.matcher(value).results()).map(found -> found.group()).toList();
    }

    private static @Nullable Instant date(@Nullable String header) {
        try {
            return header == null ? null : new MailDateFormat().parse(header).toInstant();
        } catch (java.text.ParseException noDate) {
            return null;
        }
    }

    private static String plain(String html) {
        return Jsoup.parse(html).wholeText().replaceAll("[ \\t\\x0B\\f\\u00A0]+", " ").replaceAll(" ?\\R ?", "\n")
                .replaceAll("\\n{3,}", "\n\n").strip();
    }
}
