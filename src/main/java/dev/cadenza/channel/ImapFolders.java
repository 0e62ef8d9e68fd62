package dev.cadenza.channel;

import com.icegreen.greenmail.imap.commands.IdRange;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.Flags;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import jakarta.mail.util.ByteArrayDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The IMAP folders of those mailboxes that somebody has logged in to, filled from the archive at the first login.
 *
 * <p>GreenMail numbers the mails of a folder from 1 and gives the folder a new UIDVALIDITY whenever it is made, so
 * every IMAP client would read everything again after a restart. The numbers are therefore set to the archive's, in
 * private fields. Should a later GreenMail have no such fields, clients read again, which costs them time only.
 */
final class ImapFolders {

    private static final Logger LOG = LoggerFactory.getLogger(ImapFolders.class);

    private final UserManager users;
    private final MailArchive archive;
    private final Map<String, MailFolder> open = new HashMap<>();

    ImapFolders(UserManager users, MailArchive archive) {
        this.users = users;
        this.archive = archive;
    }

    /** Makes sure that there is a folder with all mails of {@code login}. */
    synchronized void open(String login) {
        String mailbox = MailArchive.mailbox(login);
        if (open.containsKey(mailbox)) {
            return;
        }
        try {
            GreenMailUser user = users.createUser(mailbox, login, login);
            MailFolder folder = users.getImapHostManager().getInbox(user);
            number(folder, "uidValidity", archive.uidValidity());
            List<ReceivedMail> mails = new ArrayList<>(archive.list(mailbox, 0, Integer.MAX_VALUE));
            java.util.Collections.reverse(mails);
            for (ReceivedMail mail : mails) {
                Optional<byte[]> raw = archive.raw(mail.id());
                if (raw.isPresent()) {
                    append(folder, mail, raw.get());
                }
            }
            open.put(mailbox, folder);
        } catch (UserException | FolderException | IOException failure) {
            throw new IllegalStateException("The mailbox " + mailbox + " can't be opened", failure);
        }
    }

    /** Must be called under the same lock as the archive's own change, so that no mail is missed or doubled. */
    synchronized void changed(MailArchive.Added added, byte[] raw) {
        MailFolder folder = open.get(added.mail().mailbox());
        if (folder != null) {
            append(folder, added.mail(), raw);
        }
        removed(added.gone());
    }

    synchronized void removed(List<MailArchive.Entry> mails) {
        for (MailArchive.Entry gone : mails) {
            MailFolder old = open.get(gone.mailbox());
            if (old != null) {
                remove(old, gone.id());
            }
        }
    }

    private static void append(MailFolder folder, ReceivedMail mail, byte[] raw) {
        Date date = Date.from(mail.receivedAt());
        try {
            number(folder, "nextUid", mail.id());
            folder.appendMessage(GreenMailUtil.newMimeMessage(new ByteArrayInputStream(raw)), new Flags(), date);
        } catch (RuntimeException unreadable) {
            LOG.warn("Mail {} is not readable as a message; IMAP shows it as an attachment", mail.id(), unreadable);
            number(folder, "nextUid", mail.id());
            folder.appendMessage(wrapped(mail, raw), new Flags(), date);
        }
    }

    private static MimeMessage wrapped(ReceivedMail mail, byte[] raw) {
        try {
            MimeMessage message = new MimeMessage((jakarta.mail.Session) null);
            message.setFrom(new InternetAddress("mailer-daemon@localhost"));
            message.setSubject("Unreadable mail " + mail.id(), "UTF-8");
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new jakarta.activation.DataHandler(
                    new ByteArrayDataSource(raw, "application/octet-stream")));
            part.setFileName(mail.id() + ".eml");
            message.setContent(new MimeMultipart(part));
            message.saveChanges();
            return message;
        } catch (MessagingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void remove(MailFolder folder, long uid) {
        try {
            folder.setFlags(new Flags(Flags.Flag.DELETED), true, uid, null, false);
            folder.expunge(new IdRange[] {new IdRange(uid)});
        } catch (FolderException alreadyGone) {
            LOG.debug("A client has removed mail {} before", uid, alreadyGone);
        }
    }

    private static void number(MailFolder folder, String name, long value) {
        try {
            Field field = folder.getClass().getDeclaredField(name);
            field.setAccessible(true);
            if (AtomicLong.class.isAssignableFrom(field.getType())) {
                ((AtomicLong) field.get(folder)).set(value);
            } else {
                field.setLong(folder, value);
            }
        } catch (ReflectiveOperationException otherVersion) {
            LOG.warn("This GreenMail keeps its own {}: IMAP clients read everything again", name, otherVersion);
        }
    }
}
