package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadenza.platform.CadenzaProperties;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMailServerTest {

    @TempDir
    Path directory;

    private EmbeddedMailServer server;

    @BeforeEach
    void start() throws IOException {
        server = start(20);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void mailReachesTheMailboxOfItsRecipientAndPlusAddressesThatOfTheirBase() throws Exception {
        smtp("Anna@Example.com", "hello");
        smtp("replies+a.b=c@cadenza.test", "answer");

        assertThat(server.mailboxes()).containsOnlyKeys("anna@example.com", "replies@cadenza.test");
        ReceivedMail answer = server.mails("replies@cadenza.test", 0, 10).get(0);
        assertThat(answer.subject()).isEqualTo("answer");
        assertThat(answer.recipient()).isEqualTo("replies+a.b=c@cadenza.test");
        assertThat(server.raw(answer.id())).hasValueSatisfying(raw ->
                assertThat(new String(raw, StandardCharsets.UTF_8)).contains("Return-Path:", "Subject: answer"));
    }

    @Test
    void mailsAreListedNewestFirst() {
        for (int i = 1; i <= 5; i++) {
            deliver("list@example.com", "mail " + i);
        }

        assertThat(server.mails("list@example.com", 1, 2)).extracting(ReceivedMail::subject)
                .containsExactly("mail 4", "mail 3");
        assertThat(server.count("list@example.com")).isEqualTo(5);
    }

    @Test
    void aRestartKeepsMailsAndTheirPlaceInImap() throws Exception {
        deliver("lead@example.com", "to a lead");
        deliver("replies@cadenza.test", "first");
        deliver("replies@cadenza.test", "second");
        String before = imap();
        server.close();
        Files.writeString(directory.resolve("mail/99.tmp"), "half a mail");

        server = start(20);
        assertThat(imap()).isEqualTo(before);
        deliver("replies@cadenza.test", "third");

        assertThat(imap()).isEqualTo(before + " 4:third").endsWith("2:first 3:second 4:third");
        assertThat(server.mails("lead@example.com", 0, 10)).extracting(ReceivedMail::subject)
                .containsExactly("to a lead");
    }

    @Test
    void theOldestMailsGoButNeverThoseOfTheReplyMailboxForOthers() throws Exception {
        deliver("replies@cadenza.test", "answer");
        imap();
        for (int i = 1; i <= 30; i++) {
            deliver("lead" + i % 3 + "@example.com", "mail " + i);
        }

        assertThat(server.mailboxes().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(21);
        assertThat(imap()).endsWith(":answer");
        try (Stream<Path> files = Files.list(directory.resolve("mail"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".eml"))).hasSize(21);
        }
        for (int i = 1; i <= 30; i++) {
            deliver("replies@cadenza.test", "more " + i);
        }
        assertThat(server.count("replies@cadenza.test")).isEqualTo(20);
        assertThat(imap().split(" [0-9]+:")).hasSize(21).contains("more 11").doesNotContain("more 10", "answer");
    }

    @Test
    void aMailThatIsNoMessageIsKeptAndShown() throws Exception {
        server.deliver("replies@cadenza.test", new byte[] {0, (byte) 0xff, '\n', 13, 10, 'x'});
        server.deliver("replies@cadenza.test", ("Content-Type: ;;;multipart/\"\r\nDate: yesterday\r\n"
                + "From: <<>>,,\"\r\nTo: undisclosed:;\r\n\r\nbody").getBytes(StandardCharsets.UTF_8));

        assertThat(server.count("replies@cadenza.test")).isEqualTo(2);
        assertThat(imap()).contains(" 1:").contains(" 2:");
    }

    @Test
    void addressesThatMakeNoFileNameHaveTheirMailboxesAllTheSame() throws IOException {
        List<String> addresses = List.of("a/../b@example.org", "x".repeat(230) + "@example.org", "ü\"*?@bücher.example",
                "~@example.org", "%41@example.org");
        addresses.forEach(address -> deliver(address, "for " + address));
        server.close();

        server = start(20);

        assertThat(server.mailboxes().keySet()).containsExactlyInAnyOrderElementsOf(addresses);
        assertThat(addresses).allSatisfy(address -> assertThat(server.mails(address, 0, 10)).hasSize(1)
                .allSatisfy(mail -> assertThat(server.raw(mail.id())).isPresent()));
    }

    @Test
    void twoServersNeverShareADirectory() {
        assertThatThrownBy(() -> start(20)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Another Cadenza uses the mails");
    }

    private EmbeddedMailServer start(int keep) throws IOException {
        return new EmbeddedMailServer(Settings.mail("embedded-smtp-port", 0, "embedded-imap-port", 0,
                "embedded-keep", keep), new CadenzaProperties(directory, URI.create("http://localhost"), null),
                Clock.systemUTC());
    }

    private void deliver(String to, String subject) {
        server.deliver(to, ("From: a@b.example\r\nSubject: " + subject + "\r\n\r\nText\r\n")
                .getBytes(StandardCharsets.UTF_8));
    }

    private void smtp(String to, String subject) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", server.smtpPort());
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom("sender@example.com");
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject);
        message.setText("Text");
        jakarta.mail.Transport.send(message);
    }

    /** What an IMAP client sees: UIDVALIDITY, then uid:subject of each mail. */
    private String imap() throws Exception {
        Session session = Session.getInstance(new Properties());
        try (Store store = session.getStore("imap")) {
            store.connect("127.0.0.1", server.imapPort(), "replies@cadenza.test", "any");
            try (Folder folder = store.getFolder("INBOX")) {
                folder.open(Folder.READ_ONLY);
                StringBuilder seen = new StringBuilder().append(((UIDFolder) folder).getUIDValidity());
                for (Message message : folder.getMessages()) {
                    seen.append(' ').append(((UIDFolder) folder).getUID(message)).append(':')
                            .append(message.getSubject());
                }
                return seen.toString();
            }
        }
    }
}
