package dev.cadenza.channel;

import static dev.cadenza.channel.Mails.aMail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeMailTest {

    private static final Instant NOW = Instant.parse("2026-06-03T10:00:00Z");

    @Test
    void theSameMailAtTheSameTimeGivesTheSameBytes() throws Exception {
        OutgoingMail mail = aMail().header("X-B", "2").header("X-A", "1").header("List-Unsubscribe", "<a>").build();

        assertThat(bytes(mail)).isEqualTo(bytes(mail));
        assertThat(new String(bytes(mail), StandardCharsets.US_ASCII)).containsSubsequence(
                "Date: Wed, 3 Jun 2026 10:00:00 +0000\r\n", "List-Unsubscribe: <a>", "X-A: 1", "X-B: 2", "MIME-Version");
    }

    @Test
    void allHeadersAreThereForAnotherProgram() throws Exception {
        OutgoingMail mail = aMail().from("jörg@example.com".replace("ö", "o"), "Jörg \"JJ\" Müller, Vertrieb")
                .to("lead@münchen.example", "O'Brien, \\Pat").replyTo("replies+a.b@cadenza.test")
                .subject("Re: Angebot für Sie").inReplyTo("<abc@x.example>")
                .header("List-Unsubscribe", "<https://cadenza.test/u/abc?x=1>, <mailto:unsubscribe@cadenza.test>")
                .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click").build();

        MimeMessage read = read(mail);

        assertThat(((InternetAddress) read.getFrom()[0]).getPersonal()).isEqualTo("Jörg \"JJ\" Müller, Vertrieb");
        InternetAddress to = (InternetAddress) read.getRecipients(Message.RecipientType.TO)[0];
        assertThat(to.getAddress()).isEqualTo("lead@xn--mnchen-3ya.example");
        assertThat(to.getPersonal()).isEqualTo("O'Brien, \\Pat");
        assertThat(read.getReplyTo()).containsExactly(new InternetAddress("replies+a.b@cadenza.test"));
        assertThat(read.getMessageID()).isEqualTo(mail.messageId());
        assertThat(read.getHeader("In-Reply-To")).containsExactly("<abc@x.example>");
        assertThat(read.getHeader("References")).containsExactly("<abc@x.example>");
        assertThat(MimeUtility.unfold(read.getHeader("List-Unsubscribe", null)))
                .isEqualTo(mail.headers().get("List-Unsubscribe"));
        assertThat(read.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(read.getSentDate()).isEqualTo(Date.from(NOW));
    }

    @Test
    void textStandsBeforeHtml() throws Exception {
        MimeMultipart parts = (MimeMultipart) read(aMail().text("plain").html("<b>rich</b>").build()).getContent();

        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("plain");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<b>rich</b>");
    }

    @Test
    void aMailWithoutHtmlIsPlainText() throws Exception {
        MimeMessage read = read(aMail().html(null).text("only text ✓").build());

        assertThat(read.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(read.getContent()).isEqualTo("only text ✓");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "short", "trailing blank \nand tab\t\r\nnext", ".", "..\r\n.\r\n.x", "a=b =3D =", "\n\n\n",
        "emoji 👩‍👩‍👧‍👦 🇩🇪 👍🏽", "עברית שלום עולם", "مرحبا بالعالم", "漢字かな交じり文", "old mac\rline", "nul \0 and bell \7",
        "--=_boundary\r\n--=_x--\r\n", "From the start of a line",
    })
    void textsArriveAsTheyWere(String text) throws Exception {
        assertThat(textOf(text)).isEqualTo(text.replaceAll("\r\n|\r|\n", "\r\n"));
    }

    @Test
    void longLinesArriveAsTheyWere() throws Exception {
        for (int length = 70; length < 80; length++) {
            for (String unit : List.of("x", " ", "=", "ü", "👍", "x.", ". ")) {
                String text = unit.repeat(length) + "\r\n" + unit.repeat(length);
                assertThat(textOf(text)).isEqualTo(text);
            }
        }
        String endless = "<p>" + "word👍".repeat(20_000) + "</p>";
        assertThat(textOf(endless)).isEqualTo(endless);
    }

    @Test
    void anyTextsArriveAsTheyWere() throws Exception {
        Random random = new Random(42);
        for (int run = 0; run < 500; run++) {
            String subject = anyText(random, 1 + random.nextInt(300));
            String name = anyText(random, 1 + random.nextInt(80));
            String body = anyText(random, random.nextInt(2000));
            OutgoingMail mail = aMail().from("a@b.example", name).subject(subject).text(body).html(body).build();

            MimeMessage read = read(mail);

            assertThat(read.getSubject()).isEqualTo(HeaderText.clean(subject));
            assertThat(((InternetAddress) read.getFrom()[0]).getPersonal()).isEqualTo(HeaderText.clean(name));
            MimeMultipart parts = (MimeMultipart) read.getContent();
            String sent = body.replaceAll("\r\n|\r|\n", "\r\n");
            assertThat(parts.getBodyPart(0).getContent()).isEqualTo(sent);
            assertThat(parts.getBodyPart(1).getContent()).isEqualTo(sent);
            linesAreWithinLimits(mail);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "Hello", "=?UTF-8?Q?not_encoded?=", "Grüße aus Köln", "שלום, יש לנו הצעה עבורך", "🎉", "a  b   c",
    })
    void subjectsArriveAsTheyWere(String subject) throws Exception {
        String read = read(aMail().subject(subject).build()).getSubject();
        assertThat(read == null ? "" : read).isEqualTo(subject);
    }

    @ParameterizedTest
    @ValueSource(strings = {"word ", "wörter und ", "x", "漢字", "👍🏽", "ab  "})
    void longSubjectsAreFoldedAndArriveAsTheyWere(String unit) throws Exception {
        OutgoingMail mail = aMail().subject(unit.repeat(300).strip()).build();

        assertThat(read(mail).getSubject()).isEqualTo(mail.subject());
        linesAreWithinLimits(mail);
    }

    @Test
    void aLineBreakInATextNeverBecomesAHeader() throws Exception {
        OutgoingMail mail = aMail().from("a@b.example", "Eve\r\nBcc: all@example.com")
                .to("lead@example.org", "L\nX-Evil: 1").subject("Hi\r\nBcc: all@example.com\r\n\r\n<script>").build();

        MimeMessage read = read(mail);

        assertThat(read.getHeader("Bcc")).isNull();
        assertThat(read.getHeader("X-Evil")).isNull();
        assertThat(read.getSubject()).isEqualTo("Hi  Bcc: all@example.com    <script>");
        assertThat(Collections.list(read.getAllHeaders())).extracting(jakarta.mail.Header::getName).containsExactly(
                "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type");
    }

    @Test
    void headersThatWouldBreakTheMailAreRefused() {
        refused(aMail().header("X-A", "1\r\nBcc: a@b.example"), "X-A", false);
        refused(aMail().header("X-A", "grün\nBcc: a@b.example"), "X-A", false);
        refused(aMail().header("X A", "1"), "X A", false);
        refused(aMail().header("X-A: 1\r\nBcc", "1"), "can't be set", false);
        refused(aMail().header("bcc", "a@b.example"), "bcc", false);
        refused(aMail().header("X-Long", "x".repeat(2000)), "X-Long", false);
        refused(aMail().inReplyTo("<a@b>\r\nBcc: x@y.example"), "In-Reply-To", false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lead", "@example.org", "lead@", "a@b@example.org", "a b@example.org",
        "a@example.org>\r\nRCPT TO:<all@example.org", "a@exa mple.org", "a\0@example.org", "a@b.example,c@d.example"})
    void whatIsNoAddressIsRefusedAsABadAddress(String address) {
        refused(aMail().to(address, null), "no e-mail address", true);
        refused(aMail().from(address, null), "no e-mail address", false);
        refused(aMail().replyTo(address), "no e-mail address", false);
    }

    private static void refused(Mails mail, String reason, boolean badAddress) {
        assertThatThrownBy(() -> bytes(mail.build())).isInstanceOfSatisfying(UnsendableMail.class, refusal -> {
            assertThat(refusal).hasMessageContaining(reason);
            assertThat(refusal.badAddress()).isEqualTo(badAddress);
            assertThat(refusal.getMessage()).doesNotContain("\n", "\r");
        });
    }

    private static String textOf(String text) throws Exception {
        OutgoingMail mail = aMail().text(text).html(text).build();
        linesAreWithinLimits(mail);
        MimeMultipart parts = (MimeMultipart) read(mail).getContent();
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo(parts.getBodyPart(0).getContent());
        return (String) parts.getBodyPart(0).getContent();
    }

    private static void linesAreWithinLimits(OutgoingMail mail) throws Exception {
        String raw = new String(bytes(mail), StandardCharsets.ISO_8859_1);
        assertThat(raw.replace("\r\n", "")).doesNotContain("\r", "\n");
        String headers = raw.substring(0, raw.indexOf("\r\n\r\n"));
        assertThat(headers.split("\r\n")).allSatisfy(line -> assertThat(line).isNotBlank());
        assertThat(raw.chars()).allMatch(c -> c < 128);
        boolean header = true;
        for (String line : raw.split("\r\n")) {
            header &= !line.isEmpty();
            assertThat(line.length()).isLessThanOrEqualTo(header ? 998 : 78);
        }
    }

    private static String anyText(Random random, int length) {
        StringBuilder text = new StringBuilder();
        String[] alphabet = {"a", "b", "Z", " ", " ", ".", ",", "=", "_", "?", "\"", "\\", "<", ">", "@", "é", "ß", "漢",
            "👍", "ש", "\r\n", "\n", "\t", "=?", "?=", "(", ")"};
        for (int i = 0; i < length; i++) {
            text.append(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    private static byte[] bytes(OutgoingMail mail) throws UnsendableMail {
        Bytes out = new Bytes(64);
        MimeMail.write(mail, NOW, out);
        return out.copy();
    }

    private static MimeMessage read(OutgoingMail mail) throws Exception {
        return new MimeMessage((Session) null, new ByteArrayInputStream(bytes(mail)));
    }
}
