package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadenza.platform.Ids;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

@CadenzaTest
class MailboxTest {

    @Autowired
    Mailbox mailbox;

    @Autowired
    MailboxStore store;

    @Autowired
    EmbeddedMailServer server;

    @Autowired
    MailProperties properties;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    TestClock clock;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    AbstractApplicationContext context;

    @Autowired
    TestRestTemplate http;

    private final List<String> taken = new ArrayList<>();
    private final List<IncomingMail> events = new ArrayList<>();
    private Predicate<String> fails = subject -> false;
    private final String test = "t" + Ids.next();

    @BeforeEach
    void listen() {
        clock.advance(Duration.ofMinutes(5)); // leases of tests before have run out
        mailbox.pollOnce();
        context.addApplicationListener(ApplicationListener.forPayload(this::take));
    }

    @AfterEach
    void stopListening() {
        fails = subject -> false;
        taken.clear();
    }

    @Test
    void eachMailIsHandedOnOnceInATransactionOfItsOwn() {
        deliver("one");
        deliver("two");

        mailbox.pollOnce();
        mailbox.pollOnce();

        assertThat(taken).containsExactly(test + " one", test + " two");
        IncomingMail first = events.get(0);
        assertThat(first.mailbox()).isEqualTo("replies@cadenza.test");
        assertThat(first.uidValidity()).isEqualTo(server.uidValidity());
        assertThat(events.get(1).uid()).isGreaterThan(first.uid());
        assertThat(first.receivedAt()).as("IMAP keeps whole seconds")
                .isEqualTo(clock.instant().truncatedTo(ChronoUnit.SECONDS));
        assertThat(first.raw()).isEqualTo(server.raw(first.uid()).orElseThrow());
    }

    @Test
    void manyMailsAreHandedOnInOrder() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            deliver("mail " + i);
            expected.add(test + " mail " + i);
        }

        assertThat(mailbox.pollOnce()).isGreaterThanOrEqualTo(250);

        assertThat(taken).containsExactlyElementsOf(expected);
    }

    @Test
    void aMailThatAListenerFailsOnIsTriedAgainAndHoldsNobodyUp() {
        fails = subject -> subject.endsWith("poison");
        deliver("before");
        deliver("poison");
        deliver("after");

        mailbox.pollOnce();

        assertThat(taken).containsExactly(test + " before", test + " after");
        Map<?, ?> listed = failures();
        assertThat(listed.toString()).contains("poisoned").contains("nextAttemptAt");

        fails = subject -> false;
        mailbox.pollOnce();
        assertThat(taken).as("not yet due").hasSize(2);
        clock.advance(Duration.ofSeconds(11));
        mailbox.pollOnce();

        assertThat(taken).containsExactly(test + " before", test + " after", test + " poison");
        assertThat(failures().toString()).doesNotContain(test);
        mailbox.pollOnce();
        assertThat(taken).hasSize(3);
    }

    @Test
    void aMailThatFailsForGoodIsKeptAndCanBeStartedAgain() {
        fails = subject -> subject.endsWith("poison");
        deliver("poison");
        mailbox.pollOnce();
        for (int i = 0; i < 6; i++) {
            clock.advance(Duration.ofHours(3));
            mailbox.pollOnce();
        }

        UUID id = jdbc.sql("select id from mailbox_failure where error like ? and next_attempt_at is null"
                + " and attempts = 5").param("%" + test + "%").query(UUID.class).single();
        String raw = admin().getForObject("/api/v1/mailbox-failures/" + id + "/raw", String.class);
        assertThat(raw).contains("Subject: " + test + " poison");

        fails = subject -> false;
        assertThat(admin().postForEntity("/api/v1/mailbox-failures/" + id + "/retry", null, Void.class)
                .getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
        mailbox.pollOnce();

        assertThat(taken).containsExactly(test + " poison");
        assertThat(admin().getForEntity("/api/v1/mailbox-failures/" + id + "/raw", String.class).getStatusCode())
                .isEqualTo(HttpStatus.NOT_FOUND);
    }

    @Test
    void aMailboxThatIsNumberedAnewIsReadAgainWithoutHandingOnAnythingTwice() {
        deliver("old");
        mailbox.pollOnce();
        jdbc.sql("update mailbox_cursor set uid_validity = 1, last_uid = 99999").update();
        deliver("new");

        mailbox.pollOnce();

        assertThat(taken).containsExactly(test + " old", test + " new");
    }

    @Test
    void anotherServersMailboxIsPolledByOneNodeAtATime() {
        try (Mailbox one = remote(server.imapPort()); Mailbox other = remote(server.imapPort())) {
            one.pollOnce();
            taken.clear();
            deliver("first");
            other.pollOnce();
            assertThat(taken).isEmpty();
            one.pollOnce();
            assertThat(taken).containsExactly(test + " first");

            clock.advance(one.pollInterval().plusSeconds(16));
            deliver("second");
            other.pollOnce();
            one.pollOnce();
            assertThat(taken).containsExactly(test + " first", test + " second");
        }
    }

    @Test
    void aServerThatCanNotBeReachedLosesNothing() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (Mailbox away = remote(free)) {
            assertThatThrownBy(away::pollOnce).isInstanceOf(MailboxUnavailable.class)
                    .hasMessageContaining("can't be read");
        }
    }

    @Test
    void aConnectionThatBreaksIsOpenedAgain() throws IOException {
        try (Relay relay = new Relay(server.imapPort()); Mailbox remote = remote(relay.port())) {
            remote.pollOnce();
            taken.clear();
            relay.cut();
            deliver("mail");

            assertThatThrownBy(remote::pollOnce).isInstanceOf(MailboxUnavailable.class);
            remote.pollOnce();

            assertThat(taken).containsExactly(test + " mail");
        }
    }

    @Test
    void aMailThatIsTooLargeIsCut() {
        try (Mailbox remote = remote(server.imapPort(), "imap.max-size", 2000)) {
            remote.pollOnce();
            events.clear();
            deliver("large " + "x".repeat(5000));
            remote.pollOnce();

            assertThat(events).hasSize(1).allSatisfy(mail -> assertThat(mail.raw()).hasSize(2000));
        }
    }

    @Test
    void ofAMailboxThatIsReadForTheFirstTimeWhatCameInLongAgoIsPassedOver() {
        deliver("from another time");
        clock.advance(Duration.ofDays(2));
        neverRead();
        try (Mailbox all = remote(server.imapPort(), "imap.look-back", "3d")) {
            all.pollOnce();
            assertThat(taken).containsExactly(test + " from another time");
        }
        neverRead();
        try (Mailbox fresh = remote(server.imapPort())) {
            taken.clear();
            fresh.pollOnce();
            assertThat(taken).isEmpty();
            deliver("of today");
            fresh.pollOnce();
            assertThat(taken).containsExactly(test + " of today");
        }
    }

    private void neverRead() {
        jdbc.sql("delete from mailbox_mail where source like '%@127.0.0.1:%'").update();
        jdbc.sql("delete from mailbox_cursor where source like '%@127.0.0.1:%'").update();
    }

    @Test
    void aMailThatAnotherNodeHandedOnMeanwhileIsSkipped() {
        deliver("mail");
        String source = jdbc.sql("select source from mailbox_cursor").query(String.class).list().get(0);
        IncomingMail seen = new IncomingMail("replies@cadenza.test", server.uidValidity(),
                server.mails("replies@cadenza.test", 0, 1).get(0).id(), new byte[0], clock.instant());
        store.move(source, seen.uidValidity(), seen.uid());

        mailbox.pollOnce();

        assertThat(store.cursor(source).passed(seen)).isTrue();
        assertThat(taken).isEmpty();
    }

    /** The embedded server, as a server elsewhere. Its mailbox is read from the beginning. */
    private Mailbox remote(int port, Object... further) {
        List<Object> settings = new ArrayList<>(List.of("imap.host", "127.0.0.1", "imap.port", port));
        Collections.addAll(settings, further);
        MailProperties mail = Settings.mail(settings.toArray());
        return new Mailbox(mail, ImapAccount.of(mail.imap(), mail.replyAddress()), store, context, transactions, clock,
                "node-" + Ids.next());
    }

    private void take(IncomingMail mail) {
        String subject = new String(mail.raw(), StandardCharsets.UTF_8).lines()
                .filter(line -> line.startsWith("Subject: ")).findFirst().orElse("").replace("Subject: ", "");
        if (!subject.startsWith(test)) {
            return;
        }
        assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isTrue();
        if (fails.test(subject)) {
            throw new IllegalStateException("poisoned by " + subject);
        }
        events.add(mail);
        taken.add(subject);
    }

    private void deliver(String subject) {
        server.deliver("replies+tag@cadenza.test", ("From: lead@example.org\r\nSubject: " + test + " " + subject
                + "\r\n\r\nYes!\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private Map<?, ?> failures() {
        return admin().getForObject("/api/v1/mailbox-failures?size=100", Map.class);
    }

    private TestRestTemplate admin() {
        return http.withBasicAuth("admin@cadenza.test", "correct-horse-battery");
    }
}
