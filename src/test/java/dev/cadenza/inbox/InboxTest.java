package dev.cadenza.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.IncomingMail;
import dev.cadenza.message.MessageEvents.Complained;
import dev.cadenza.message.MessageEvents.HardBounced;
import dev.cadenza.message.MessageEvents.Replied;
import dev.cadenza.message.MessageEvents.Unsubscribed;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import dev.cadenza.tracking.PlusAddresses;
import dev.cadenza.tracking.PlusAddresses.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;
import org.springframework.transaction.support.TransactionTemplate;

@CadenzaTest
@RecordApplicationEvents
class InboxTest {

    private static final AtomicLong UID = new AtomicLong(1_000_000_000L);

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    TransactionTemplate transaction;

    @Autowired
    ApplicationEventPublisher publisher;

    @Autowired
    ApplicationEvents events;

    @Autowired
    PlusAddresses addresses;

    @Autowired
    Inbox inbox;

    @Autowired
    InboundMails mails;

    @Autowired
    TestClock clock;

    private SentMail sent;

    @BeforeEach
    void aMessageWentToALead() {
        sent = SentMail.sent(jdbc, clock.instant().minus(Duration.ofHours(1)));
    }

    @Test
    void aReplyJoinsTheConversationAndEndsTheLeadsWaiting() {
        receive("reply-gmail");
        Map<String, Object> message = inbound();
        assertThat(message).containsEntry("enrollment_id", sent.enrollmentId())
                .containsEntry("owner_id", sent.ownerId()).containsEntry("in_reply_to", sent.id())
                .containsEntry("state", "RECEIVED").containsEntry("address", sent.address())
                .containsEntry("subject", "Re: A question about your roof");
        assertThat((String) message.get("body_text")).startsWith("Sounds good, let’s talk on Thursday.");
        assertThat((String) message.get("body_html")).contains("<b>Thursday</b>").doesNotContain("script", "img");
        assertThat(events.stream(Replied.class)).singleElement().satisfies(reply -> {
            assertThat(reply.leadId()).isEqualTo(sent.leadId());
            assertThat(reply.enrollmentId()).isEqualTo(sent.enrollmentId());
            assertThat(reply.messageId()).isEqualTo(message.get("id"));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "reply-outlook-desktop, MESSAGE_ID", "reply-apple-mail, MESSAGE_ID", "reply-no-message-id, MESSAGE_ID",
        "reply-non-ascii, MESSAGE_ID", "reply-broken-mime, MESSAGE_ID", "reply-unknown-encoding, MESSAGE_ID",
        "reply-with-forwarded-mail, MESSAGE_ID", "reply-through-group, MESSAGE_ID",
        "reply-rewritten-message-id, ADDRESS", "reply-without-references, SUBJECT",
    })
    void aReplyIsMatchedByTheSurestSignThereIs(String fixture, String matchedBy) {
        receive(fixture);
        assertThat(mail()).containsEntry("status", "APPLIED").containsEntry("classification", "REPLY")
                .containsEntry("matched_by", matchedBy).containsEntry("answered_id", sent.id());
        assertThat(events.stream(Replied.class)).hasSize(1);
    }

    @Test
    void aSubjectCountsForAMonthOnly() {
        jdbc.update("update message set sent_at = sent_at - interval '31 days' where id = ?", sent.id());
        receive("reply-without-references");
        assertThat(mail()).containsEntry("matched_by", "SENDER").containsEntry("classification", "OTHER");
        assertThat(events.stream(Replied.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply-gmail", "reply-without-references", "reply-rewritten-message-id"})
    void aReplyCountsOnceHoweverOftenItIsDelivered(String fixture) {
        byte[] raw = fixture(fixture).raw();
        receive(mail("replies@cadenza.test", 1, raw));
        receive(mail("replies@cadenza.test", 1, raw));
        receive(mail("replies@cadenza.test", 2, raw));
        receive(mail("sales@cadenza.test", 1, raw));
        assertThat(inboundRows()).hasSize(1);
        assertThat(events.stream(Replied.class)).hasSize(1);
        assertThat(jdbc.queryForObject("""
                select count(*) from inbound_mail where duplicate_of = (
                    select id from inbound_mail where lead_id = ?) and status = 'APPLIED'
                """, Long.class, sent.leadId())).isEqualTo(3);
    }

    @Test
    void aReplyWithoutMessageIdCountsOnceThoughItCameByOtherWays() {
        MailFixture fixture = fixture("reply-no-message-id");
        receive(mail("replies@cadenza.test", 1, fixture.raw()));
        receive(mail("replies@cadenza.test", 1, fixture.with("HOP", "another").raw()));
        assertThat(inboundRows()).hasSize(1);
    }

    @Test
    void theSameMailInOnePlaceIsKeptOnce() {
        IncomingMail mail = mail("replies@cadenza.test", 1, fixture("reply-gmail").raw());
        receive(mail);
        receive(mail);
        assertThat(jdbc.queryForObject("select count(*) from inbound_mail where uid = ? and mailbox = ?", Long.class,
                mail.uid(), mail.mailbox())).isEqualTo(1);
    }

    @Test
    void theSameMailAtTheSameTimeCountsOnce() throws Exception {
        byte[] raw = fixture("reply-gmail").raw();
        CyclicBarrier start = new CyclicBarrier(4);
        List<Callable<Void>> turns = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            IncomingMail mail = mail("box-" + i + "@cadenza.test", 1, raw);
            turns.add(() -> {
                start.await(10, TimeUnit.SECONDS);
                receive(mail);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> turn : threads.invokeAll(turns)) {
                turn.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(inboundRows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto-outlook", "auto-gmail", "auto-german-subject-only", "auto-ticket-system",
        "auto-to-return-address"})
    void anAutomaticAnswerIsKeptInTheConversationAndStopsNothing(String fixture) {
        receive(fixture);
        assertThat(mail()).containsEntry("status", "APPLIED").containsEntry("classification", "AUTO_REPLY");
        assertThat(inbound()).containsEntry("enrollment_id", sent.enrollmentId());
        assertThat(events.stream(Replied.class)).isEmpty();
    }

    @Test
    void anAnswerGoesToWhoWroteAndNotToWhereAMachineAnsweredFrom() {
        receive("reply-gmail");
        receive(mail("replies@cadenza.test", 1, new String(fixture("auto-outlook").raw(), StandardCharsets.UTF_8)
                .replaceFirst("(?m)^From: .*$", "From: no-reply@example.net").getBytes(StandardCharsets.UTF_8)));
        assertThat(inboundRows()).hasSize(2);
        assertThat(jdbc.queryForObject("select address from conversation where lead_id = ?", String.class,
                sent.leadId())).isEqualTo(sent.address());
    }

    @Test
    void aMailWithoutATextIsShownByItsSubject() {
        receive(mail("replies@cadenza.test", 1, ("From: " + sent.address() + "\r\nSubject: The plan\r\nContent-Type:"
                + " image/png\r\n\r\nx").getBytes(StandardCharsets.UTF_8)));
        assertThat(jdbc.queryForObject("select preview from conversation where lead_id = ?", String.class,
                sent.leadId())).isEqualTo("The plan");
    }

    @Test
    void aReportMayHoldWhatNoDatabaseStores() {
        receive(mail("replies@cadenza.test", 1, new String(fixture("bounce-postfix-hard").raw(), StandardCharsets.UTF_8)
                .replaceFirst("(?m)^Status: ", "Status: \0").getBytes(StandardCharsets.UTF_8)));
        assertThat(mail()).containsEntry("status", "APPLIED").containsEntry("classification", "BOUNCE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bounce-postfix-hard", "bounce-exchange-hard", "bounce-gmail-hard", "bounce-exim-text",
        "bounce-qmail-text-to-return-address", "bounce-report-without-original"})
    void aHardBounceMarksTheMessageAndSuppressesTheAddress(String fixture) {
        receive(fixture);
        receive(fixture);
        assertThat(outbound()).containsEntry("state", "BOUNCED");
        assertThat(outbound().get("bounced_at")).isNotNull();
        assertThat(suppression()).containsExactly("BOUNCED");
        assertThat(events.stream(HardBounced.class)).singleElement().satisfies(bounce -> {
            assertThat(bounce.enrollmentId()).isEqualTo(sent.enrollmentId());
            assertThat(bounce.address()).isEqualTo(sent.address());
        });
        assertThat(events.stream(Replied.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bounce-mailbox-full", "bounce-delayed", "bounce-policy", "bounce-text-temporary"})
    void aSoftBounceIsRecordedAndChangesNothingElse(String fixture) {
        receive(fixture);
        assertThat(outbound()).containsEntry("state", "SENT").containsEntry("bounced_at", null);
        assertThat((String) outbound().get("error")).startsWith("soft bounce: ");
        assertThat(suppression()).isEmpty();
        assertThat(events.stream(HardBounced.class)).isEmpty();
    }

    @Test
    void aBounceSettlesAMessageWhoseSendingNobodyCouldConfirm() {
        jdbc.update("update message set state = 'UNKNOWN', sent_at = null where id = ?", sent.id());
        receive("bounce-postfix-hard");
        assertThat(outbound()).containsEntry("state", "BOUNCED");
    }

    @Test
    void aReplySettlesAMessageWhoseSendingNobodyCouldConfirm() {
        jdbc.update("update message set state = 'UNKNOWN', sent_at = null where id = ?", sent.id());
        receive("reply-gmail");
        assertThat(outbound()).containsEntry("state", "SENT");
    }

    @Test
    void aComplaintSuppressesTheAddress() {
        receive("complaint-arf");
        assertThat(suppression()).containsExactly("COMPLAINED");
        assertThat(events.stream(Complained.class)).singleElement()
                .satisfies(complaint -> assertThat(complaint.enrollmentId()).isEqualTo(sent.enrollmentId()));
    }

    @Test
    void aMailToTheUnsubscribeAddressUnsubscribes() {
        receive("unsubscribe-by-mail");
        receive("unsubscribe-by-mail");
        assertThat(suppression()).containsExactly("UNSUBSCRIBED");
        assertThat(events.stream(Unsubscribed.class)).hasSize(1);
        assertThat(events.stream(Replied.class)).isEmpty();
    }

    @Test
    void aDeliveryReportSaysThatTheMailArrived() {
        receive("receipt-delivered");
        assertThat(outbound().get("delivered_at")).isNotNull();
        assertThat(inboundRows()).isEmpty();
    }

    @Test
    void aNewMailFromALeadIsKeptInItsConversationOnly() {
        receive("other-new-mail");
        assertThat(inbound()).containsEntry("enrollment_id", null).containsEntry("in_reply_to", null);
        assertThat(mail()).containsEntry("status", "APPLIED").containsEntry("matched_by", "SENDER");
        assertThat(events.stream(Replied.class)).isEmpty();
    }

    @Test
    void aNewsletterFromALeadIsNoReplyThoughItsSubjectFits() {
        jdbc.update("update draft set generated_subject = 'Ten tips for your roof' where enrollment_id = ?",
                sent.enrollmentId());
        receive("other-newsletter");
        assertThat(mail()).containsEntry("classification", "AUTO_REPLY");
        assertThat(events.stream(Replied.class)).isEmpty();
    }

    @Test
    void aCopyOfOurOwnMailIsNoReply() {
        byte[] raw = ("From: sales@cadenza.test\r\nTo: " + sent.address() + "\r\nMessage-ID: <" + sent.id()
                + "@cadenza.test>\r\nSubject: " + SentMail.SUBJECT + "\r\n\r\nHello").getBytes();
        IncomingMail copy = mail("replies@cadenza.test", 1, raw);
        receive(copy);
        assertThat(status(copy)).isEqualTo("UNMATCHED");
        assertThat(inboundRows()).isEmpty();
    }

    @Test
    void aMailIsKeptWithinTheTransactionThatReadItOrNotAtAll() {
        IncomingMail mail = mail("replies@cadenza.test", 1, fixture("reply-gmail").raw());
        transaction.executeWithoutResult(status -> {
            publisher.publishEvent(mail);
            status.setRollbackOnly();
        });
        assertThat(jdbc.queryForList("select 1 from inbound_mail where uid = ?", mail.uid())).isEmpty();
        assertThat(inboundRows()).isEmpty();
    }

    @Test
    void whatWasKeptBeforeACrashIsAppliedAfterIt() {
        transaction.executeWithoutResult(status -> mails.keep(
                mail("replies@cadenza.test", 1, fixture("reply-gmail").raw())));
        assertThat(inboundRows()).isEmpty();
        inbox.applyDue();
        assertThat(inboundRows()).hasSize(1);
    }

    @Test
    void aMailThatCannotBeAppliedIsKeptAndTriedAgainAndStopsNoOther() {
        jdbc.execute("""
                create or replace function refuse_poison() returns trigger language plpgsql as $$
                begin raise exception 'poison'; end $$""");
        jdbc.execute("""
                create trigger poison before insert on message for each row
                when (new.subject = 'Something else altogether') execute function refuse_poison()""");
        IncomingMail poison = mail("replies@cadenza.test", 1, fixture("other-new-mail").raw());
        try {
            transaction.executeWithoutResult(status -> {
                publisher.publishEvent(poison);
                publisher.publishEvent(mail("replies@cadenza.test", 1, fixture("reply-gmail").raw()));
            });
            assertThat(inboundRows()).hasSize(1);
            assertThat(status(poison)).isEqualTo("RECEIVED");
            for (int i = 0; i < InboundMails.MOST_ATTEMPTS; i++) {
                clock.advance(Duration.ofMinutes(20));
                inbox.applyDue();
            }
            assertThat(status(poison)).isEqualTo("FAILED");
        } finally {
            jdbc.execute("drop trigger poison on message");
        }
        jdbc.update("update inbound_mail set status = 'RECEIVED' where uid = ? and status = 'FAILED'", poison.uid());
        inbox.applyDue();
        assertThat(status(poison)).isEqualTo("APPLIED");
        assertThat(inboundRows()).hasSize(2);
    }

    private void receive(String fixture) {
        receive(mail("replies@cadenza.test", 1, fixture(fixture).raw()));
    }

    private void receive(IncomingMail mail) {
        transaction.executeWithoutResult(status -> publisher.publishEvent(mail));
    }

    private MailFixture fixture(String name) {
        return MailFixture.mail(name).about(sent.id()).from(sent.address())
                .with("REPLY_TO", addresses.of(Purpose.REPLY, sent.id()).orElseThrow())
                .with("RETURN_TO", addresses.of(Purpose.RETURN, sent.id()).orElseThrow())
                .with("UNSUBSCRIBE_TO", addresses.of(Purpose.UNSUBSCRIBE, sent.id()).orElseThrow());
    }

    private IncomingMail mail(String mailbox, long validity, byte[] raw) {
        return new IncomingMail(mailbox, validity, UID.incrementAndGet(), raw, clock.instant());
    }

    private Map<String, Object> mail() {
        return jdbc.queryForMap("select * from inbound_mail where lead_id = ?", sent.leadId());
    }

    private String status(IncomingMail mail) {
        return jdbc.queryForObject("select status from inbound_mail where uid = ? and mailbox = ?", String.class,
                mail.uid(), mail.mailbox());
    }

    private Map<String, Object> inbound() {
        assertThat(inboundRows()).hasSize(1);
        return inboundRows().get(0);
    }

    private List<Map<String, Object>> inboundRows() {
        return jdbc.queryForList("select * from message where lead_id = ? and direction = 'INBOUND'", sent.leadId());
    }

    private Map<String, Object> outbound() {
        return jdbc.queryForMap("select * from message where id = ?", sent.id());
    }

    private List<String> suppression() {
        return jdbc.queryForList("select reason from suppression where address = ?", String.class, sent.address());
    }
}
