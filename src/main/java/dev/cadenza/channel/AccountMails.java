package dev.cadenza.channel;

import dev.cadenza.identity.AccountPost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Mails about accounts leave by the same SMTP server as everything else. */
@Component
class AccountMails implements AccountPost {

    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final SmtpProvider smtp;
    private final String from;
    private final String domain;

    AccountMails(SmtpProvider smtp, MailProperties mail, @Value("${cadenza.mail.account-address:}") String from) {
        this.smtp = smtp;
        this.domain = mail.domain();
        this.from = from.isBlank() ? "no-reply@" + mail.domain() : from.strip();
    }

    @Override
    public Outcome hand(Mail mail) {
        OutgoingMail outgoing = new OutgoingMail(mail.id(), MessageIds.of(mail.id(), domain), from, "Cadenza", null,
                from, mail.to(), null, mail.subject(), mail.html(), mail.text(), null,
                Map.of("Auto-Submitted", "auto-generated")); // RFC 3834: no out-of-office answers
        AtomicReference<Outcome> outcome = new AtomicReference<>(new Outcome.Later("no outcome", AGAIN));
        smtp.send(List.of(outgoing), (sent, result) -> outcome.set(outcome(result)));
        return outcome.get();
    }

    private static Outcome outcome(SendResult result) {
        if (result instanceof SendResult.Accepted) {
            return new Outcome.Taken();
        }
        if (result instanceof SendResult.Refused refused) {
            return new Outcome.Refused(refused.reason());
        }
        return result instanceof SendResult.Deferred deferred
                ? new Outcome.Later(deferred.reason(), deferred.retryAfter())
                : new Outcome.Later("the answer of the mail server was lost", AGAIN);
    }
}
