package dev.cadenza.channel;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.util.ServerSetup;
import dev.cadenza.platform.CadenzaProperties;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A real SMTP and IMAP server in this process, on the loopback interface: the mailbox that mail goes to and answers
 * come from, as long as no other server is set. Every address has a mailbox, and plus-addresses reach that of their
 * base. Mails outlive a restart: see {@link MailArchive}.
 */
@Component
@EmbeddedMail
public class EmbeddedMailServer implements AutoCloseable {

    static final String HOST = "127.0.0.1";
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMailServer.class);

    private final Clock clock;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final MailArchive archive;
    private final ImapFolders folders;
    private final GreenMailServer server;

    /** @throws IllegalStateException where another process uses the directory or a port */
    EmbeddedMailServer(MailProperties mail, CadenzaProperties cadenza, Clock clock) throws IOException {
        this.clock = clock;
        Path directory = Files.createDirectories(cadenza.dataDirectory().resolve("mail"));
        this.lockChannel = FileChannel.open(directory.resolve("cadenza.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        this.lock = lock(directory);
        this.archive = new MailArchive(directory, MailArchive.mailbox(mail.replyAddress()), mail.embeddedKeep(),
                clock.instant());
        this.server = new GreenMailServer(new ServerSetup[] {
            new ServerSetup(mail.embeddedSmtpPort(), HOST, ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(mail.embeddedImapPort(), HOST, ServerSetup.PROTOCOL_IMAP),
        }, this::deliver, this::login);
        this.folders = new ImapFolders(server.getUserManager(), archive);
        start(mail);
    }

    public int smtpPort() {
        return server.getSmtp().getPort();
    }

    public int imapPort() {
        return server.getImap().getPort();
    }

    /** The addresses that have a mailbox, with the number of their mails, in alphabetical order. */
    public Map<String, Integer> mailboxes() {
        return archive.counts();
    }

    public int count(String address) {
        return archive.count(address);
    }

    /** The mails of an address, newest first. */
    public List<ReceivedMail> mails(String address, long offset, int limit) {
        try {
            return archive.list(address, offset, limit);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public Optional<ReceivedMail> mail(String address, long id) {
        try {
            return archive.find(address, id);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The whole mail, trace headers included; empty where it has been pushed out by newer ones. */
    public Optional<byte[]> raw(long id) {
        try {
            return archive.raw(id);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Puts a mail into the recipient's mailbox as if it had come over SMTP. */
    public ReceivedMail deliver(String recipient, byte[] raw) {
        try {
            synchronized (folders) {
                MailArchive.Added added = archive.add(recipient, raw, clock.instant());
                folders.changed(added, raw);
                return added.mail();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The mail to " + recipient + " can't be kept", failure);
        }
    }

    /** Removes the mailboxes of these addresses, and every mail elsewhere that names one of them. @return how many mails */
    int erase(Set<String> addresses) {
        try {
            synchronized (folders) {
                List<MailArchive.Entry> gone = archive.erase(addresses);
                folders.removed(gone);
                return gone.size();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Tells one run of a data directory's mailboxes from another's: never the same for two directories in practice. */
    long uidValidity() {
        return archive.uidValidity();
    }

    private void deliver(MovingMessage message, String recipient) {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        try {
            message.getMessage().writeTo(raw);
        } catch (IOException | MessagingException failure) {
            throw new IllegalStateException("The mail to " + recipient + " can't be read", failure);
        }
        deliver(recipient, raw.toByteArray());
    }

    private void login(String user) {
        folders.open(user);
    }

    private void start(MailProperties mail) throws IOException {
        try {
            server.start();
        } catch (RuntimeException failure) {
            close();
            throw new IllegalStateException("The embedded mail server can't listen on ports " + mail.embeddedSmtpPort()
                    + " (SMTP) and " + mail.embeddedImapPort() + " (IMAP). Free them, or set"
                    + " cadenza.mail.embedded-smtp-port and cadenza.mail.embedded-imap-port.", failure);
        }
        LOG.info("Embedded mail server: SMTP on {}:{}, IMAP on {}:{}", HOST, smtpPort(), HOST, imapPort());
    }

    private FileLock lock(Path directory) throws IOException {
        @Nullable FileLock taken;
        try {
            taken = lockChannel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            taken = null;
        }
        if (taken == null) {
            lockChannel.close();
            throw new IllegalStateException("Another Cadenza uses the mails in " + directory.toAbsolutePath()
                    + ". Stop it, or give this one a directory of its own (cadenza.data-directory).");
        }
        return taken;
    }

    @Override
    public void close() throws IOException {
        server.stop();
        lock.release();
        lockChannel.close();
    }
}
