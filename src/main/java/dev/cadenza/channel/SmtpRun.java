package dev.cadenza.channel;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands over one group of mails, one after the other on one connection.
 *
 * <p>A mail's content is written once at most, and only after the server asked for it (354). Up to then nothing of the
 * mail can have been taken: whatever breaks is {@link SendResult.Deferred}, or, on a connection that has served
 * before, a reason to open another one. From the first byte of the content to the reply to its final dot, a break is
 * {@link SendResult.Unknown}. With PIPELINING (RFC 2920) the next mail's MAIL, RCPT and DATA travel with the content of
 * the one before, which saves all round trips but one; the content waits for its own 354. So however a connection
 * breaks, it leaves one mail unknown at most.
 */
final class SmtpRun {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SmtpReply NOT_INTERNATIONAL = new SmtpReply(553,
            "5.6.7 The server takes no addresses beyond ASCII (SMTPUTF8)");
    private static final SmtpReply TOO_LARGE = new SmtpReply(552, "5.3.4 The mail is larger than the server takes");

    private final SmtpPool pool;
    private final boolean pipelining;
    private final Clock clock;
    private final Iterator<OutgoingMessage> mails;
    private final BiConsumer<OutgoingMessage, SendResult> outcome;
    /** The mail whose turn is next. Once it was copied to a connection there is room for the one after. */
    private final Bytes content = new Bytes(16_384);
    private @Nullable SmtpConnection connection;
    /** The mail whose envelope is on its way already, with the replies to it still to be read. */
    private @Nullable SmtpEnvelope announced;
    private boolean resetAnnounced;

    SmtpRun(SmtpPool pool, boolean pipelining, Clock clock, List<OutgoingMessage> mails,
            BiConsumer<OutgoingMessage, SendResult> outcome) {
        this.pool = pool;
        this.pipelining = pipelining;
        this.clock = clock;
        this.mails = mails.iterator();
        this.outcome = outcome;
    }

    void run() {
        boolean complete = false;
        try {
            @Nullable SmtpEnvelope envelope = next();
            while (envelope != null) {
                envelope = handOver(envelope);
            }
            complete = true;
        } finally {
            SmtpConnection last = connection;
            if (last != null && complete) {
                pool.giveBack(last);
            } else if (last != null) {
                pool.discard(last);
            }
        }
    }

    /** Renders the next mail that can be rendered. */
    private @Nullable SmtpEnvelope next() {
        while (mails.hasNext()) {
            OutgoingMessage message = mails.next();
            if (!(message instanceof OutgoingMail mail)) {
                outcome.accept(message, new SendResult.Refused("SMTP takes mails only.", false));
                continue;
            }
            try {
                return SmtpEnvelope.prepare(mail, clock.instant(), content);
            } catch (UnsendableMail unsendable) {
                outcome.accept(mail, new SendResult.Refused(String.valueOf(unsendable.getMessage()),
                        unsendable.badAddress()));
            }
        }
        return null;
    }

    /** @return the mail to go on with */
    private @Nullable SmtpEnvelope handOver(SmtpEnvelope envelope) {
        @Nullable SendResult refusal;
        try {
            refusal = announce(envelope);
        } catch (SmtpFailure failure) {
            return defer(envelope, failure);
        }
        if (refusal != null) {
            outcome.accept(envelope.mail(), refusal);
            return next();
        }
        return sendContent(envelope);
    }

    /** Names sender and recipient. @return null where the server now waits for the content */
    private @Nullable SendResult announce(SmtpEnvelope envelope) throws SmtpFailure {
        while (true) {
            SmtpConnection current = connected();
            boolean servedBefore = current.used();
            SmtpFailure failure;
            try {
                @Nullable SmtpReply obstacle = obstacle(current, envelope);
                if (obstacle != null) {
                    return SmtpOutcomes.of(obstacle, true);
                }
                Answer answer = pipelining && current.offers("PIPELINING") ? pipelined(current, envelope)
                        : stepwise(current, envelope);
                if (answer.refusal == null || !answer.refusal.isClosing()) {
                    current.markUsed();
                    current.resetNeeded(answer.refusal != null);
                    return answer.refusal == null ? null : SmtpOutcomes.of(answer.refusal, answer.aboutRecipient);
                }
                failure = new SmtpFailure(answer.refusal.sentence(), Duration.ofMinutes(1), null);
            } catch (SocketTimeoutException slow) {
                drop();
                throw new SmtpFailure("The server did not answer in time, before the content", SOON, slow);
            } catch (IOException broken) {
                failure = new SmtpFailure("The connection broke before the content: " + SmtpConnector.reason(broken),
                        SOON, broken);
            }
            drop();
            if (!servedBefore) {
                throw failure;
            }
        }
    }

    /** @param refusal null for "go ahead" */
    private record Answer(@Nullable SmtpReply refusal, boolean aboutRecipient) {
    }

    private Answer pipelined(SmtpConnection current, SmtpEnvelope envelope) throws IOException {
        if (announced != envelope) {
            writeEnvelope(current, envelope);
            current.flush();
        }
        announced = null;
        if (resetAnnounced) {
            SmtpReply reset = current.read();
            if (reset.isClosing()) {
                return new Answer(reset, false);
            }
        }
        SmtpReply mail = current.read();
        if (mail.isClosing()) {
            return new Answer(mail, false);
        }
        SmtpReply rcpt = current.read();
        if (rcpt.isClosing()) {
            return new Answer(rcpt, true);
        }
        SmtpReply data = current.read();
        if (verdict(mail).isPositive() && verdict(rcpt).isPositive()) {
            return data.code() == 354 ? new Answer(null, true) : new Answer(refused(data), true);
        }
        if (data.code() == 354) {
            // A server may ask for content although it has nobody to give it to (RFC 2920, section 3.1).
            current.ask(".");
        }
        return mail.isPositive() ? new Answer(rcpt, true) : new Answer(mail, false);
    }

    private Answer stepwise(SmtpConnection current, SmtpEnvelope envelope) throws IOException {
        if (current.resetNeeded()) {
            SmtpReply reset = current.ask("RSET");
            if (reset.isClosing()) {
                return new Answer(reset, false);
            }
        }
        SmtpReply mail = verdict(current.ask(envelope.mailCommand(current)));
        if (!mail.isPositive()) {
            return new Answer(mail, false);
        }
        SmtpReply rcpt = verdict(current.ask(envelope.rcptCommand()));
        if (!rcpt.isPositive()) {
            return new Answer(rcpt, true);
        }
        SmtpReply data = current.ask("DATA");
        return data.code() == 354 ? new Answer(null, true) : new Answer(refused(data), true);
    }

    private void writeEnvelope(SmtpConnection current, SmtpEnvelope envelope) {
        resetAnnounced = current.resetNeeded();
        if (resetAnnounced) {
            current.line("RSET");
            current.resetNeeded(false);
        }
        current.line(envelope.mailCommand(current));
        current.line(envelope.rcptCommand());
        current.line("DATA");
    }

    private @Nullable SmtpEnvelope sendContent(SmtpEnvelope envelope) {
        SmtpConnection current = connection;
        if (current == null) {
            throw new IllegalStateException("No connection is waiting for content");
        }
        current.content(content);
        @Nullable SmtpEnvelope next = next();
        if (next != null && pipelining && current.offers("PIPELINING") && obstacle(current, next) == null) {
            writeEnvelope(current, next);
            announced = next;
        }
        SmtpReply reply;
        try {
            current.flush();
            reply = verdict(current.read());
        } catch (IOException broken) {
            drop();
            outcome.accept(envelope.mail(), new SendResult.Unknown(
                    "The connection broke after the content was on its way: " + SmtpConnector.reason(broken)));
            return next != null && broken instanceof SocketTimeoutException
                    ? defer(next, new SmtpFailure("The server did not answer in time", SOON, broken)) : next;
        }
        if (reply.isClosing()) {
            drop();
        }
        outcome.accept(envelope.mail(), SmtpOutcomes.of(reply, true));
        return next;
    }

    /** What the server said beforehand that it does not take. */
    private static @Nullable SmtpReply obstacle(SmtpConnection current, SmtpEnvelope envelope) {
        if (envelope.international() && !current.offers("SMTPUTF8")) {
            return NOT_INTERNATIONAL;
        }
        String size = current.extension("SIZE");
        boolean limited = size != null && size.matches("[1-9][0-9]{0,17}");
        return limited && envelope.size() > Long.parseLong(size) ? TOO_LARGE : null;
    }

    /** Everything but a yes or a no means that the two sides no longer understand each other. */
    private static SmtpReply verdict(SmtpReply reply) throws IOException {
        if (reply.isPositive() || reply.isTransient() || reply.isPermanent()) {
            return reply;
        }
        throw new IOException("The server answers out of turn: " + reply.sentence());
    }

    private static SmtpReply refused(SmtpReply reply) throws IOException {
        if (reply.isTransient() || reply.isPermanent()) {
            return reply;
        }
        throw new IOException("The server answers DATA with " + reply.sentence());
    }

    /** Nothing can be handed over now, so nobody waits for it to fail again mail by mail. */
    private @Nullable SmtpEnvelope defer(SmtpEnvelope envelope, SmtpFailure failure) {
        SendResult deferred = new SendResult.Deferred(String.valueOf(failure.getMessage()), failure.retryAfter());
        outcome.accept(envelope.mail(), deferred);
        while (mails.hasNext()) {
            outcome.accept(mails.next(), deferred);
        }
        return null;
    }

    private SmtpConnection connected() throws SmtpFailure {
        SmtpConnection current = connection;
        if (current == null) {
            current = pool.takeIdle();
        }
        if (current == null) {
            current = pool.open();
        }
        connection = current;
        return current;
    }

    private void drop() {
        SmtpConnection broken = connection;
        connection = null;
        announced = null;
        if (broken != null) {
            pool.discard(broken);
        }
    }
}
