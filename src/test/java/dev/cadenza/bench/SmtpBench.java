package dev.cadenza.bench;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.MessageIds;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.SmtpProviders;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.LedgerSmtpProcess;
import dev.cadenza.testing.TestDirectories;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Mails a second into a sink in another process: our provider in pipelined groups, beside Jakarta Mail with a transport
 * that each worker keeps. Arguments: number of mails (20000), size of a group (10).
 */
public final class SmtpBench {

    private static final String HTML = "<p>" + "A sentence of a mail that has some length. ".repeat(50) + "</p>";
    private static final String TEXT = "A sentence of a mail that has some length. ".repeat(45);

    private SmtpBench() {
    }

    public static void main(String[] arguments) throws Exception {
        int mails = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        int group = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        try (LedgerSmtpProcess counting = LedgerSmtpProcess.counting();
                LedgerSmtpProcess ledger = LedgerSmtpProcess.start(TestDirectories.fresh().resolve("ledger"))) {
            for (int round = 1; round <= 3; round++) {
                for (int threads : new int[] {4, 8}) {
                    System.out.printf("round %d, %d threads: ours %,d/s, Jakarta Mail %,d/s, ours to a forced ledger"
                            + " %,d/s%n", round, threads, ours(counting.port(), threads, mails, group),
                            jakartaMail(counting.port(), threads, mails), ours(ledger.port(), threads, mails, group));
                }
            }
            System.out.println("taken: " + counting.count() + " and " + ledger.entries().size());
        }
    }

    private static long ours(int port, int threads, int mails, int group) throws Exception {
        try (SmtpProviders.Closeable provider = SmtpProviders.to(port)) {
            AtomicInteger accepted = new AtomicInteger();
            long rate = rate(threads, mails, share -> sendGroups(provider.provider(), share, group, accepted));
            if (accepted.get() != mails / threads * threads) {
                throw new IllegalStateException(accepted + " of " + mails + " were accepted");
            }
            return rate;
        }
    }

    private static void sendGroups(Carrier provider, int mails, int group, AtomicInteger accepted) {
        for (int sent = 0; sent < mails; sent += group) {
            List<OutgoingMessage> next = new ArrayList<>();
            for (int i = sent; i < Math.min(mails, sent + group); i++) {
                UUID id = Ids.next();
                next.add(new OutgoingMail(id, MessageIds.of(id, "cadenza.test"), "sales@example.com", "Sales", null,
                        "bounces@example.com", "lead" + i + "@example.org", null, "A subject of some length", HTML,
                        TEXT, null, Map.of("List-Unsubscribe", "<https://cadenza.test/u/" + id + ">")));
            }
            provider.send(next, (mail, result) -> {
                if (result instanceof SendResult.Accepted) {
                    accepted.incrementAndGet();
                }
            });
        }
    }

    private static long jakartaMail(int port, int threads, int mails) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", port);
        Session session = Session.getInstance(properties);
        return rate(threads, mails, share -> {
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect();
                for (int i = 0; i < share; i++) {
                    MimeMessage message = message(session, i);
                    transport.sendMessage(message, message.getAllRecipients());
                }
            }
        });
    }

    private static MimeMessage message(Session session, int i) throws MessagingException {
        UUID id = Ids.next();
        MimeMessage message = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", MessageIds.of(id, "cadenza.test"));
            }
        };
        message.setFrom("Sales <sales@example.com>");
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("lead" + i + "@example.org"));
        message.setSubject("A subject of some length", "UTF-8");
        message.setSentDate(new Date());
        message.setHeader("List-Unsubscribe", "<https://cadenza.test/u/" + id + ">");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(TEXT, "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(HTML, "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        return message;
    }

    private static long rate(int threads, int mails, Work work) throws Exception {
        List<Thread> workers = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(() -> {
                try {
                    work.send(mails / threads);
                } catch (Exception failure) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return mails * 1_000_000_000L / (System.nanoTime() - start);
    }

    private interface Work {

        void send(int mails) throws Exception;
    }
}
