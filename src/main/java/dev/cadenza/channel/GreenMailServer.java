package dev.cadenza.channel;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.server.AbstractServer;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.util.Map;
import java.util.function.Consumer;

/**
 * GreenMail as a shell: it speaks SMTP and IMAP, and what it takes goes to {@code delivery} before the client hears
 * {@code 250}. A mailbox has a folder only once somebody logs in to it, which {@code login} is told of before.
 * Every password is right: the server listens on the loopback interface only.
 */
final class GreenMailServer extends GreenMail {

    GreenMailServer(ServerSetup[] setup, Delivery delivery, Consumer<String> login) {
        super(setup);
        OpenUsers users = (OpenUsers) managers.getUserManager();
        users.login = login;
        users.setMessageDeliveryHandler(new Handler(delivery));
    }

    /** Keeps one mail for one recipient, or throws: the client then hears 451 and keeps the mail itself. */
    interface Delivery {

        void deliver(MovingMessage message, String recipient);
    }

    /** Called by the constructor of the superclass. */
    @Override
    protected Map<String, AbstractServer> createServices(ServerSetup[] setup, Managers given) {
        if (!(managers instanceof OpenManagers)) {
            managers = new OpenManagers();
        }
        return super.createServices(setup, managers);
    }

    private static final class OpenManagers extends Managers {

        private final OpenUsers users = new OpenUsers(getImapHostManager());
        private final com.icegreen.greenmail.smtp.SmtpManager smtp =
                new com.icegreen.greenmail.smtp.SmtpManager(getImapHostManager(), users);

        @Override
        public UserManager getUserManager() {
            return users;
        }

        @Override
        public com.icegreen.greenmail.smtp.SmtpManager getSmtpManager() {
            return smtp;
        }
    }

    private static final class OpenUsers extends UserManager {

        private volatile Consumer<String> login = user -> { };

        OpenUsers(ImapHostManager folders) {
            super(folders);
            setAuthRequired(false);
        }

        @Override
        public boolean test(String user, String password) {
            login.accept(user);
            return super.test(user, password);
        }
    }

    private record Handler(Delivery delivery) implements MessageDeliveryHandler {

        @Override
        public GreenMailUser handle(MovingMessage message, MailAddress address) {
            return new Recipient(address.getEmail(), delivery);
        }
    }

    /** Stands for whoever is written to; GreenMail asks it for nothing but delivery. */
    private record Recipient(String email, Delivery delivery) implements GreenMailUser {

        @Override
        public String getEmail() {
            return email;
        }

        @Override
        public String getLogin() {
            return email;
        }

        @Override
        public void deliver(MovingMessage message) {
            delivery.deliver(message, email);
        }

        @Override
        public void deliver(jakarta.mail.internet.MimeMessage message) {
            MovingMessage moving = new MovingMessage();
            moving.setMimeMessage(message);
            delivery.deliver(moving, email);
        }

        @Override
        public void create() {
            // has no folder of its own
        }

        @Override
        public void delete() {
            // has no folder of its own
        }

        @Override
        public String getPassword() {
            return "";
        }

        @Override
        public void setPassword(String password) {
            throw new UnsupportedOperationException("Every password is right");
        }

        @Override
        public void authenticate(String password) {
            // every password is right
        }

        @Override
        public String getQualifiedMailboxName() {
            return email;
        }
    }
}
