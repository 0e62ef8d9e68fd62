package dev.cadenza.inbox;

import dev.cadenza.channel.IncomingMail;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes mails in. A mail is kept within the transaction that moves the mailbox's cursor and applied right after it, in
 * a transaction of its own; what dies or fails in between is taken up again by {@link #applyDue}.
 */
@Component
public class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int BATCH = 100;

    private final InboundMails mails;
    private final MailApplier applier;
    private final TransactionTemplate ownTransaction;

    Inbox(InboundMails mails, MailApplier applier, PlatformTransactionManager transactions) {
        this.mails = mails;
        this.applier = applier;
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(IncomingMail mail) {
        mails.keep(mail).ifPresent(id -> TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        apply(id);
                    }
                }));
    }

    /** Keeps a mail that was posted, in the caller's transaction or one of its own; {@link #applyDue} applies it. */
    @Transactional
    public void keepForLater(IncomingMail mail) {
        mails.keep(mail);
    }

    /**
     * Applies what is due. Safe on several nodes at once.
     *
     * @return how many mails were looked at
     */
    public int applyDue() {
        List<UUID> due = mails.due(BATCH);
        due.forEach(this::apply);
        return due.size();
    }

    /** Never throws: a mail that can't be applied stays, with the reason, and others go on. */
    void apply(UUID id) {
        try {
            ownTransaction.executeWithoutResult(status -> applier.apply(id));
        } catch (UnreadableMail unreadable) {
            note(id, unreadable, true);
        } catch (RuntimeException | StackOverflowError failure) {
            note(id, failure, false);
        }
    }

    private void note(UUID id, Throwable failure, boolean forGood) {
        LOG.warn("Inbound mail {} can't be applied", id, failure);
        try {
            ownTransaction.executeWithoutResult(status -> mails.failed(id, failure, forGood));
        } catch (RuntimeException unrecorded) {
            LOG.error("That inbound mail {} can't be applied could not be recorded; it stays due", id, unrecorded);
        }
    }
}
