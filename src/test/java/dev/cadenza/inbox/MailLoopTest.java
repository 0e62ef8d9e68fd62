package dev.cadenza.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.channel.Mailbox;
import dev.cadenza.message.Dispatcher;
import dev.cadenza.message.LaneSettings;
import dev.cadenza.message.Lanes;
import dev.cadenza.message.MessageEvents.Replied;
import dev.cadenza.message.OutboundMessage;
import dev.cadenza.message.Outbox;
import dev.cadenza.message.SendWindow;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.message.SenderSettings;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** The whole way: out over SMTP, into the lead's mailbox, back over IMAP. */
@CadenzaTest
@RecordApplicationEvents
class MailLoopTest {

    private static final Session SESSION = Session.getInstance(new Properties());

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Outbox outbox;

    @Autowired
    Lanes lanes;

    @Autowired
    SenderAccounts senders;

    @Autowired
    Dispatcher dispatcher;

    @Autowired
    EmbeddedMailServer server;

    @Autowired
    Mailbox mailbox;

    @Autowired
    ApplicationEvents events;

    @Autowired
    TestClock clock;

    @LocalServerPort
    int port;

    private SentMail queued;

    @BeforeEach
    void aMailGoesOutOverSmtp() {
        SentMail seed = SentMail.sent(jdbc, clock.instant());
        UUID draft = jdbc.queryForObject("select draft_id from message where id = ?", UUID.class, seed.id());
        jdbc.update("delete from message where id = ?", seed.id());
        jdbc.update("update draft set generated_body = ? where id = ?",
                "<p>Look <a href=\"https://example.com/roof?a=1&amp;b=2\">here</a></p>", draft);
        UUID sender = senders.add(new SenderSettings("sales-" + Ids.next() + "@cadenza.test", "Sales", null, null, 0,
                ZoneOffset.UTC)).id();
        UUID lane = lanes.open(new LaneSettings(sender, seed.ownerId(), null, 0,
                SendWindow.always(ZoneOffset.UTC), false));
        outbox.enqueue(List.of(new OutboundMessage(seed.id(), ChannelType.EMAIL, seed.leadId(), seed.ownerId(),
                UUID.randomUUID(), seed.enrollmentId(), "send-1", 0, draft, null, null, lane, sender, seed.address(),
                clock.instant(), null)));
        queued = seed;
        dispatcher.runOnce();
        assertThat(message()).containsEntry("state", "SENT");
    }

    @Test
    void aLeadAnswersWhatItGotAndTheAnswerIsInItsConversation() throws Exception {
        MimeMessage answer = (MimeMessage) received().reply(false);
        answer.setFrom(new InternetAddress(queued.address()));
        answer.setText("Yes, please.");
        answer.saveChanges();
        InternetAddress to = (InternetAddress) answer.getRecipients(RecipientType.TO)[0];
        assertThat(to.getAddress()).startsWith("replies+r");
        deliver(to.getAddress(), answer);
        mailbox.pollOnce();
        mailbox.pollOnce();
        assertThat(events.stream(Replied.class)).singleElement()
                .satisfies(reply -> assertThat(reply.enrollmentId()).isEqualTo(queued.enrollmentId()));
        assertThat(jdbc.queryForList("select body_text from message where in_reply_to = ?", String.class, queued.id()))
                .containsExactly("Yes, please.");
        assertThat(jdbc.queryForList("select payload ->> 'text' from lead_event where lead_id = ?"
                + " and kind = 'MESSAGE_REPLIED'", String.class, queued.leadId())).containsExactly("Yes, please.");
    }

    @Test
    void aServerReturnsTheMailToItsEnvelopesSender() {
        String envelopeSender = returnPath();
        assertThat(envelopeSender).startsWith("replies+b");
        server.deliver(envelopeSender, MailFixture.mail("bounce-qmail-text-to-return-address")
                .from(queued.address()).with("RETURN_TO", envelopeSender).raw());
        mailbox.pollOnce();
        assertThat(message()).containsEntry("state", "BOUNCED");
    }

    @Test
    void theMailsLinksAndItsUnsubscribeHeaderWork() throws Exception {
        MimeMessage mail = received();
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        mail.writeTo(raw);
        String html = Objects.requireNonNull(new MailParser().parse(raw.toByteArray()).html());
        clock.advance(Duration.ofMinutes(1));
        HttpClient http = HttpClient.newHttpClient();
        var click = http.send(HttpRequest.newBuilder(local(find("/t/c/[\\w-]+", html))).build(),
                BodyHandlers.discarding());
        assertThat(click.headers().firstValue("Location")).contains("https://example.com/roof?a=1&b=2");
        String header = mail.getHeader("List-Unsubscribe", null);
        assertThat(mail.getHeader("List-Unsubscribe-Post", null)).isEqualTo("List-Unsubscribe=One-Click");
        var unsubscribed = http.send(HttpRequest.newBuilder(local(find("/u/[\\w-]+", header.replaceAll("\\s", ""))))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")).build(), BodyHandlers.discarding());
        assertThat(unsubscribed.statusCode()).isEqualTo(200);
        assertThat(jdbc.queryForList("select reason from suppression where address = ?", String.class,
                queued.address())).containsExactly("UNSUBSCRIBED");
    }

    private MimeMessage received() throws Exception {
        long id = server.mails(queued.address(), 0, 1).get(0).id();
        return new MimeMessage(SESSION, new ByteArrayInputStream(server.raw(id).orElseThrow()));
    }

    private String returnPath() {
        try {
            return received().getHeader("Return-Path", null).replaceAll("[<>]", "");
        } catch (Exception failure) {
            throw new AssertionError("The mail has no Return-Path", failure);
        }
    }

    private void deliver(String to, MimeMessage mail) throws Exception {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        mail.writeTo(raw);
        server.deliver(to, raw.toByteArray());
    }

    private URI local(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group();
    }

    private Map<String, Object> message() {
        return jdbc.queryForMap("select * from message where id = ?", queued.id());
    }
}
