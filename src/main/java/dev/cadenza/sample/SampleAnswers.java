package dev.cadenza.sample;

import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.channel.MailProperties;
import dev.cadenza.channel.ReceivedMail;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/** Two of the sample leads have a life of their own: one answers, the other's mailbox says that it is away. */
final class SampleAnswers {

    private static final String ANSWERS = "nora.lindqvist@harborline.example";
    private static final String IS_AWAY = "theo.brandt@quarzwerk.example";

    private final EmbeddedMailServer server;
    private final MailProperties mail;
    private final Set<Long> answered = new HashSet<>();

    SampleAnswers(EmbeddedMailServer server, MailProperties mail) {
        this.server = server;
        this.mail = mail;
    }

    /** Answers what has come since the last turn. */
    void turn() throws MessagingException {
        answer(ANSWERS, false, "Yes, we would like to come. Is the second week of December possible?\n\nNora");
        answer(IS_AWAY, true, "I am out of the office until Monday and read no mail.\n\nTheo");
    }

    private void answer(String address, boolean automatic, String text) throws MessagingException {
        List<ReceivedMail> mails = server.mails(address, 0, 10);
        for (ReceivedMail received : mails) {
            if (answered.add(received.id())) {
                Session session = session();
                MimeMessage question = new MimeMessage(session,
                        new ByteArrayInputStream(server.raw(received.id()).orElseThrow()));
                Transport.send(reply(session, question, address, automatic, text));
            }
        }
    }

    private static MimeMessage reply(Session session, MimeMessage question, String address, boolean automatic,
            String text) throws MessagingException {
        MimeMessage reply = new MimeMessage(session);
        reply.setFrom(new InternetAddress(address));
        reply.setRecipients(Message.RecipientType.TO, question.getReplyTo());
        reply.setSubject((automatic ? "Automatic reply: " : "Re: ") + question.getSubject(), "UTF-8");
        reply.setHeader("In-Reply-To", question.getMessageID());
        reply.setHeader("References", question.getMessageID());
        if (automatic) {
            reply.setHeader("Auto-Submitted", "auto-replied");
        }
        reply.setText(text, "UTF-8");
        return reply;
    }

    private Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(server.smtpPort()));
        properties.setProperty("mail.smtp.connectiontimeout", "5000");
        properties.setProperty("mail.smtp.timeout", "5000");
        properties.setProperty("mail.smtp.writetimeout", "5000");
        properties.setProperty("mail.smtp.localhost", mail.domain());
        return Session.getInstance(properties);
    }
}
