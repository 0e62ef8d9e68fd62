package dev.cadenza.inbox;

import static dev.cadenza.inbox.MailFixture.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.MessageIds;
import dev.cadenza.inbox.Verdict.Kind;
import dev.cadenza.tracking.PlusAddresses.Purpose;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifierTest {

    private static final UUID MESSAGE = UUID.fromString("0190a5a0-0000-7000-8000-0123456789ab");

    @ParameterizedTest
    @ValueSource(strings = {"reply-gmail", "reply-outlook-desktop", "reply-apple-mail", "reply-rewritten-message-id",
        "reply-without-references", "reply-no-message-id", "reply-non-ascii", "reply-broken-mime",
        "reply-unknown-encoding", "reply-with-forwarded-mail", "reply-through-group", "other-new-mail"})
    void whatAPersonWroteIsAReply(String fixture) {
        assertThat(verdict(fixture, null).kind()).isEqualTo(Kind.REPLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto-outlook", "auto-gmail", "auto-german-subject-only", "auto-ticket-system",
        "other-newsletter"})
    void whatAMachineWroteIsAnAutoReply(String fixture) {
        assertThat(verdict(fixture, null).kind()).isEqualTo(Kind.AUTO_REPLY);
    }

    @Test
    void whatComesToTheReturnAddressWasWrittenByAMachine() {
        assertThat(verdict("auto-to-return-address", Purpose.RETURN).kind()).isEqualTo(Kind.AUTO_REPLY);
    }

    @ParameterizedTest
    @CsvSource({
        "bounce-postfix-hard, true", "bounce-exchange-hard, true", "bounce-gmail-hard, true",
        "bounce-exim-text, true", "bounce-report-without-original, true",
        "bounce-mailbox-full, false", "bounce-delayed, false", "bounce-policy, false",
    })
    void bouncesAreHardWhereTheAddressIsGone(String fixture, boolean hard) {
        Verdict verdict = verdict(fixture, null);
        assertThat(verdict.kind()).isEqualTo(Kind.BOUNCE);
        assertThat(verdict.hard()).as(verdict.reason()).isEqualTo(hard);
        assertThat(verdict.recipient()).isEqualTo("lead@example.com");
    }

    @ParameterizedTest
    @CsvSource({"bounce-qmail-text-to-return-address, true", "bounce-text-temporary, false"})
    void bouncesWithoutAReportAreToldByTheirWords(String fixture, boolean hard) {
        Verdict verdict = verdict(fixture, Purpose.RETURN);
        assertThat(verdict.kind()).isEqualTo(Kind.BOUNCE);
        assertThat(verdict.hard()).isEqualTo(hard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bounce-postfix-hard", "bounce-exchange-hard", "bounce-gmail-hard", "bounce-exim-text",
        "bounce-delayed", "complaint-arf", "receipt-delivered", "receipt-displayed"})
    void reportsNameTheMessageTheyAreAbout(String fixture) {
        String returned = verdict(fixture, null).returnedId();
        assertThat(returned).isNotNull();
        assertThat(MessageIds.parse(returned)).contains(MESSAGE);
    }

    @Test
    void complaintsAreComplaintsUnlessTheySayTheOpposite() {
        assertThat(verdict("complaint-arf", null).kind()).isEqualTo(Kind.COMPLAINT);
        assertThat(verdict("complaint-arf", null).recipient()).isEqualTo("lead@example.com");
        assertThat(verdict("complaint-not-spam", null).kind()).isEqualTo(Kind.RECEIPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"receipt-delivered", "receipt-displayed"})
    void noticesOfSuccessAreNeitherBouncesNorReplies(String fixture) {
        assertThat(verdict(fixture, null).kind()).isEqualTo(Kind.RECEIPT);
    }

    @Test
    void aMailToTheUnsubscribeAddressUnsubscribes() {
        assertThat(verdict("unsubscribe-by-mail", Purpose.UNSUBSCRIBE).kind()).isEqualTo(Kind.UNSUBSCRIBE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "5.1.1 | mailbox full                                  | false",
        "5.0.0 | 550 No such user here                         | true",
        "5.0.0 | 554 Transaction failed                        | false",
        "5.4.1 | Recipient address rejected: Access denied     | true",
        "5.4.1 | no answer from host                           | false",
        "5.4.4 | unable to route: no MX                        | true",
        "5.2.1 | The account is not accepting mail             | true",
        "4.1.1 | user unknown                                  | false",
        "5.7.1 | user unknown to our policy                    | false",
        "''    | 550 user unknown                              | true",
        "''    | 450 user unknown, try again later             | false",
    })
    void aBounceIsHardOnlyWhereTheAddressItselfIsAtFault(String status, String words, boolean hard) {
        assertThat(BounceRules.hard(status, words)).isEqualTo(hard);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Re: Roof                     | roof",
        "AW: [EXTERN] RE[2]:  Roof    | roof",
        "Antw: WG: Sv: Your  roof     | your roof",
        "回复：Roof                     | roof",
        "Return of the roof           | return of the roof",
        "''                           | ''",
    })
    void subjectsAreComparedWithoutTheirMarks(String subject, String normal) {
        assertThat(SubjectLines.normal(subject)).isEqualTo(normal);
    }

    private static Verdict verdict(String fixture, Purpose purpose) {
        byte[] raw = mail(fixture).about(MESSAGE).from("lead@example.com").raw();
        return Classifier.classify(new MailParser().parse(raw), purpose);
    }
}
