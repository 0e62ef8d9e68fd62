package dev.cadenza.inbox;

import static dev.cadenza.inbox.MailFixture.mail;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.ChannelType;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MailParserTest {

    private static final UUID MESSAGE = UUID.fromString("0190a5a0-0000-7000-8000-0123456789ab");

    private final MailParser parser = new MailParser();

    @Test
    void bothFormsOfAReplyAreRead() {
        ParsedMail mail = parse("reply-gmail");
        assertThat(mail.text()).startsWith("Sounds good, let’s talk on Thursday.");
        assertThat(mail.html()).contains("<b>Thursday</b>");
        assertThat(mail.fromAddress()).isEqualTo("lead@example.com");
        assertThat(mail.fromName()).isEqualTo("Ada Lovelace");
        assertThat(mail.refersTo()).containsExactly("<" + MESSAGE + "@cadenza.test>");
        assertThat(mail.damage()).isNull();
    }

    @Test
    void inReplyToCountsBeforeTheLastReference() {
        assertThat(parse("reply-apple-mail").refersTo())
                .containsExactly("<" + MESSAGE + "@cadenza.test>", "<first-of-thread@example.net>");
        assertThat(parse("reply-apple-mail").text()).isEqualTo("I'm interested. ☀️ Please send the offer.");
    }

    @Test
    void otherAlphabetsAreRead() {
        ParsedMail mail = parse("reply-non-ascii");
        assertThat(mail.fromName()).isEqualTo("山田");
        assertThat(mail.subject()).isEqualTo("Ré: Größe und Überraschung ☀");
        assertThat(mail.text()).contains("東京").contains("👋");
        assertThat(parse("reply-outlook-desktop").text()).startsWith("Bitte rufen Sie mich nächste Woche an.");
    }

    @Test
    void aMailOfHtmlOnlyHasATextToo() {
        assertThat(parse("auto-outlook").text()).isEqualTo("I am out of the office until 15 June.");
    }

    @Test
    void whatIsWrongInOnePartLeavesTheRestReadable() {
        ParsedMail broken = parse("reply-broken-mime");
        assertThat(broken.text()).contains("Yes, please call me.");
        assertThat(broken.refersTo()).containsExactly("<" + MESSAGE + "@cadenza.test>");
        assertThat(broken.date()).isNull();
        ParsedMail unknown = parse("reply-unknown-encoding");
        assertThat(unknown.text()).contains("Yes, please call me.");
    }

    @Test
    void anAttachedMailIsNotTakenForTheMailItself() {
        ParsedMail mail = parse("reply-with-forwarded-mail");
        assertThat(mail.text()).isEqualTo("See what your colleague promised.");
        assertThat(mail.keyword("Auto-Submitted")).isEmpty();
        assertThat(mail.report()).isNull();
    }

    @Test
    void westernTextWithoutADeclarationIsRead() {
        byte[] raw = "From: a@example.com\r\nSubject: Grüße\r\n\r\nGrüße".getBytes(ISO_8859_1);
        assertThat(parser.parse(raw).text()).isEqualTo("Grüße");
        assertThat(parser.parse(raw).subject()).isEqualTo("Grüße");
    }

    @Test
    void nothingThatADatabaseCannotStoreComesOut() {
        byte[] raw = "From: a\0b@example.com\r\nSubject: x\0y\r\n\r\na\0b".getBytes(UTF_8);
        ParsedMail mail = parser.parse(raw);
        assertThat(mail.text()).isEqualTo("ab");
        assertThat(mail.subject()).doesNotContain("\0");
        assertThat(mail.fromAddress()).satisfiesAnyOf(a -> assertThat(a).isNull(),
                a -> assertThat(a).doesNotContain("\0"));
    }

    @Test
    void aHugeBodyIsCut() {
        byte[] raw = ("From: a@example.com\r\n\r\n" + "All work and no play. ".repeat(400_000)).getBytes(UTF_8);
        assertThat(parser.parse(raw).text()).hasSize(MailText.MAX_BODY);
    }

    /** Searched carelessly, each of these would keep a thread busy for hours. */
    @Test
    void lengthyNonsenseIsReadLikeAnythingElse() {
        String report = "From: mailer-daemon@example.com\r\nSubject: Undelivered\r\nX-Failed-Recipients: a@b.example\r\n\r\n";
        assertThat(classified(report + ">\n".repeat(MailText.MAX_BODY / 2)).kind()).isEqualTo(Verdict.Kind.BOUNCE);
        assertThat(classified(report + " ".repeat(MailText.MAX_BODY)).kind()).isEqualTo(Verdict.Kind.BOUNCE);
        assertThat(classified("From: " + "a".repeat(3_000_000) + "\r\n\r\nx").kind()).isEqualTo(Verdict.Kind.REPLY);
        assertThat(MailText.header("x" + "\r\n ".repeat(500_000))).isEqualTo("x");
        assertThat(OptOutWords.of(ChannelType.MESSENGER, "!".repeat(1_000_000) + "a")).isEmpty();
    }

    private Verdict classified(String raw) {
        return Classifier.classify(parser.parse(raw.getBytes(UTF_8)), null);
    }

    @Test
    void nestingWithoutEndIsNotFollowed() {
        StringBuilder raw = new StringBuilder("From: a@example.com\r\nMIME-Version: 1.0\r\n");
        for (int i = 0; i < 500; i++) {
            raw.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b").append(i)
                    .append("\r\n");
        }
        raw.append("Content-Type: text/plain\r\n\r\ndeep\r\n");
        assertThat(parser.parse(raw.toString().getBytes(UTF_8)).damage()).isNotNull();
    }

    @Test
    void noBytesAtAllMakeItFailWithoutSayingSo() {
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            byte[] cut = mail("bounce-gmail-hard").about(MESSAGE).from("lead@example.com").raw();
            System.arraycopy(noise, 0, cut, random.nextInt(cut.length - Math.min(noise.length, 500)),
                    Math.min(noise.length, 500));
            for (byte[] raw : new byte[][] {noise, cut}) {
                ParsedMail mail = parser.parse(raw);
                assertThat(Classifier.classify(mail, null)).isNotNull();
            }
        }
    }

    private ParsedMail parse(String fixture) {
        return parser.parse(mail(fixture).about(MESSAGE).from("lead@example.com").raw());
    }
}
