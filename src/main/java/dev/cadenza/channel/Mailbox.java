package dev.cadenza.channel;

import dev.cadenza.platform.Installation;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The mailbox that answers come to. Each mail is published as an {@link IncomingMail} event in a transaction of its own
 * that also moves the cursor: a listener that writes in that transaction has each mail exactly once. A mail that a
 * listener fails on is set aside in {@code mailbox_failure}, and offered again later; the mails behind it go on.
 *
 * <p>One node polls at a time. That is a matter of economy: the cursor's row is locked for each mail, so two nodes at
 * once would still not hand one on twice.
 */
@Component
public class Mailbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    /** Beyond the time to the next poll. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);
    private static final List<Duration> RETRIES = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1),
            Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2));

    private final @Nullable ImapAccount account;
    private final @Nullable ImapSession session;
    private final MailProperties.Imap settings;
    private final MailboxStore store;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String node;
    private @Nullable Instant leasedUntil;

    @Autowired
    Mailbox(MailProperties mail, ObjectProvider<EmbeddedMailServer> embedded, MailboxStore store,
            ApplicationEventPublisher events, PlatformTransactionManager transactions, Clock clock,
            Installation installation) {
        this(mail, account(mail, embedded.getIfAvailable()), store, events, transactions, clock, installation.node());
    }

    Mailbox(MailProperties mail, @Nullable ImapAccount account, MailboxStore store, ApplicationEventPublisher events,
            PlatformTransactionManager transactions, Clock clock, String node) {
        this.account = account;
        this.session = account == null ? null : new ImapSession(account, clock);
        this.settings = mail.imap();
        this.store = store;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.node = node;
    }

    private static @Nullable ImapAccount account(MailProperties mail, @Nullable EmbeddedMailServer embedded) {
        if (mail.imap().configured()) {
            return ImapAccount.of(mail.imap(), mail.replyAddress());
        }
        return embedded == null ? null : ImapAccount.of(embedded, mail.imap(), mail.replyAddress());
    }

    /** How often to poll. */
    public Duration pollInterval() {
        Duration set = settings.pollInterval();
        return set != null ? set : settings.configured() ? Duration.ofSeconds(30) : Duration.ofSeconds(1);
    }

    /**
     * Hands on what is new, and what is due to be tried again.
     *
     * @return how many mails were taken by the listeners; 0 where another node polls, or there is no mailbox
     * @throws MailboxUnavailable where the server can't be reached; what was handed on before stays so
     */
    public synchronized int pollOnce() {
        int taken = retryDue();
        if (account == null || session == null || !leased(account)) {
            return taken;
        }
        try {
            session.open();
            return taken + readNew(account, session);
        } catch (MessagingException | IOException failure) {
            session.close();
            throw new MailboxUnavailable(account.source(), failure);
        } catch (RuntimeException failure) {
            session.close();
            throw failure;
        }
    }

    /** Of a mailbox that is read for the first time, what came in lately: docs/adr/0077. */
    private int readNew(ImapAccount from, ImapSession open) throws MessagingException, IOException {
        long uidValidity = open.uidValidity();
        MailboxStore.Cursor cursor = store.cursor(from.source());
        boolean numberedAnew = cursor.uidValidity() != uidValidity;
        List<ImapSession.Listed> mails = open.after(numberedAnew ? 0 : cursor.lastUid());
        Instant since = cursor.unread() && !from.embedded() ? clock.instant().minus(settings.lookBack()) : Instant.MIN;
        boolean begun = false;
        int taken = 0;
        int fetched = 0;
        for (int i = 0; i < mails.size() && leased(from); i++) {
            if (i == fetched) {
                fetched += open.prefetch(mails.subList(i, mails.size()));
            }
            begun = begun || !open.receivedAt(mails.get(i)).isBefore(since);
            if (!begun) {
                if (i == mails.size() - 1) {
                    store.passOver(from.source(), uidValidity, mails.get(i).uid());
                }
                continue;
            }
            Optional<IncomingMail> mail = open.read(mails.get(i));
            if (mail.isPresent() && handOn(from.source(), mail.get())) {
                taken++;
            }
        }
        return taken;
    }

    private boolean handOn(String source, IncomingMail mail) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                boolean isNew = advance(source, mail);
                if (isNew) {
                    events.publishEvent(mail);
                }
                return isNew;
            }));
        } catch (RuntimeException failure) {
            LOG.warn("Mail {} of {} could not be taken and is set aside", mail.uid(), mail.mailbox(), failure);
            // Where it is the database that fails, this fails as well, and the mail is simply read again.
            transaction.executeWithoutResult(status -> {
                if (advance(source, mail)) {
                    store.setAside(mail, failure.toString(), nextAttempt(1));
                }
            });
            return false;
        }
    }

    /** Moves the cursor past the mail. @return false where it was handed on before */
    private boolean advance(String source, IncomingMail mail) {
        if (store.lockedCursor(source).passed(mail)) {
            return false;
        }
        store.move(source, mail.uidValidity(), mail.uid());
        return store.remember(source, mail.raw());
    }

    private int retryDue() {
        int taken = 0;
        while (true) {
            MailboxStore.@Nullable Failure[] tried = new MailboxStore.Failure[1];
            try {
                transaction.executeWithoutResult(status -> store.due().ifPresent(failure -> {
                    tried[0] = failure;
                    events.publishEvent(failure.mail());
                    store.taken(failure.id());
                }));
                if (tried[0] == null) {
                    return taken;
                }
                taken++;
            } catch (RuntimeException again) {
                MailboxStore.Failure failure = tried[0];
                if (failure == null) {
                    throw again;
                }
                int attempts = failure.attempts() + 1;
                LOG.warn("Mail {} of {} could not be taken at attempt {}", failure.mail().uid(),
                        failure.mail().mailbox(), attempts, again);
                store.failedAgain(failure.id(), attempts, again.toString(), nextAttempt(attempts));
            }
        }
    }

    /** Null after the last attempt. */
    private @Nullable Instant nextAttempt(int attempts) {
        return attempts >= settings.attempts() ? null
                : clock.instant().plus(RETRIES.get(Math.min(attempts, RETRIES.size()) - 1));
    }

    /** The embedded server has one node to itself: its directory is locked. */
    private boolean leased(ImapAccount of) {
        if (of.embedded()) {
            return true;
        }
        Instant now = clock.instant();
        Instant until = leasedUntil;
        if (until == null || !until.minus(LEASE_MARGIN).isAfter(now)) {
            Duration lease = pollInterval().plus(LEASE_MARGIN);
            leasedUntil = store.lease(of.source(), node, lease) ? now.plus(lease) : null;
        }
        return leasedUntil != null;
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
        }
    }
}
