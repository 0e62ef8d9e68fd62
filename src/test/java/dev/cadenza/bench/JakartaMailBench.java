package dev.cadenza.bench;

import dev.cadenza.draft.PlainText;
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
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The yardstick: Jakarta Mail as its documentation says, with one connected transport that each worker keeps. */
final class JakartaMailBench {

    private JakartaMailBench() {
    }

    /** @return mails a second; nothing is remembered about any of them */
    static double run(int port, int workers, int mails) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", port);
        Session session = Session.getInstance(properties);
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Callable<Void>> shares = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                int from = (int) ((long) mails * worker / workers);
                int to = (int) ((long) mails * (worker + 1) / workers);
                shares.add(() -> send(session, from, to));
            }
            long start = System.nanoTime();
            for (Future<Void> done : pool.invokeAll(shares)) {
                done.get();
            }
            return mails / ((System.nanoTime() - start) / 1e9);
        } finally {
            pool.shutdown();
        }
    }

    private static Void send(Session session, int from, int to) throws MessagingException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            for (int i = from; i < to; i++) {
                MimeMessage message = message(session, i);
                transport.sendMessage(message, message.getAllRecipients());
            }
        }
        return null;
    }

    private static MimeMessage message(Session session, int i) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom("Bench <bench@example.com>");
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("lead-" + i + "@example.org"));
        message.setSubject(BenchMail.subject(i), "UTF-8");
        message.setSentDate(new Date());
        MimeBodyPart text = new MimeBodyPart();
        text.setText(PlainText.of(BenchMail.html(i)), "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(BenchMail.html(i), "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        return message;
    }
}
