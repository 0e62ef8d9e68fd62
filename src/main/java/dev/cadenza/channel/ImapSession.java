package dev.cadenza.channel;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FetchProfile;
import jakarta.mail.Folder;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An IMAP connection (RFC 3501) that stays open from poll to poll. It changes nothing in the mailbox. */
final class ImapSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImapSession.class);
    private static final int CHUNK = 100;

    private final ImapAccount account;
    private final Clock clock;
    private final Optional<AccessTokens> tokens;
    private @Nullable Store store;
    private @Nullable IMAPFolder folder;

    ImapSession(ImapAccount account, Clock clock) {
        this.account = account;
        this.clock = clock;
        this.tokens = account.settings().oauth().tokens(clock);
    }

    /** A mail on the server. */
    record Listed(long uid, Message message) {
    }

    /** @throws MessagingException where the server can't be reached or does not let us in */
    void open() throws MessagingException {
        IMAPFolder current = folder;
        if (current != null && current.isOpen()) {
            return;
        }
        close();
        String protocol = account.settings().ssl() ? "imaps" : "imap";
        Store opened = Session.getInstance(properties(protocol)).getStore(protocol);
        store = opened;
        try {
            opened.connect(account.host(), account.port(), account.user(), password());
        } catch (AuthenticationFailedException refused) {
            tokens.ifPresent(AccessTokens::forget);
            throw refused;
        }
        IMAPFolder found = (IMAPFolder) opened.getFolder(account.settings().folder());
        if (!found.exists()) {
            throw new FolderNotFoundException(found, "There is no folder " + account.settings().folder());
        }
        found.open(Folder.READ_ONLY);
        folder = found;
    }

    private String password() throws MessagingException {
        try {
            return tokens.isPresent() ? tokens.get().get() : account.password();
        } catch (IOException noToken) {
            throw new MessagingException(noToken.getMessage(), noToken);
        }
    }

    long uidValidity() throws MessagingException {
        return open(folder).getUIDValidity();
    }

    /** The mails after {@code uid}, oldest first. */
    List<Listed> after(long uid) throws MessagingException {
        IMAPFolder current = open(folder);
        current.doCommand(protocol -> { // the server tells of new mails only in answer to a command
            protocol.noop();
            return null;
        });
        List<Listed> mails = new ArrayList<>();
        // "n:*" always gives the last mail too, even where its UID is below n (RFC 3501, section 6.4.8).
        for (Message message : current.getMessagesByUID(uid + 1, UIDFolder.LASTUID)) {
            long its = message == null ? -1 : current.getUID(message);
            if (its > uid) {
                mails.add(new Listed(its, message));
            }
        }
        mails.sort(java.util.Comparator.comparingLong(Listed::uid));
        return mails;
    }

    /** Fetches sizes and dates of as many mails together as are good to fetch at once. @return how many that were */
    int prefetch(List<Listed> mails) throws MessagingException {
        List<Listed> chunk = mails.subList(0, Math.min(CHUNK, mails.size()));
        FetchProfile profile = new FetchProfile();
        profile.add(IMAPFolder.FetchProfileItem.SIZE);
        profile.add(IMAPFolder.FetchProfileItem.INTERNALDATE);
        open(folder).fetch(chunk.stream().map(Listed::message).toArray(Message[]::new), profile);
        return chunk.size();
    }

    /** The whole mail, or its beginning where it is larger than allowed; empty where it was removed meanwhile. */
    Optional<IncomingMail> read(Listed listed) throws MessagingException, IOException {
        IMAPMessage message = (IMAPMessage) listed.message();
        message.setPeek(true);
        int most = account.settings().maxSize();
        try (InputStream in = message.getMimeStream()) {
            byte[] raw = in.readNBytes(most);
            if (raw.length == most && in.read() >= 0) {
                LOG.warn("Mail {} in {} is larger than {} bytes; the rest is left out", listed.uid(),
                        account.mailbox(), most);
            }
            return Optional.of(new IncomingMail(account.mailbox(), uidValidity(), listed.uid(), raw, receivedAt(listed)));
        } catch (MessageRemovedException removed) {
            return Optional.empty();
        }
    }

    /** Where the server does not say, now. */
    Instant receivedAt(Listed listed) throws MessagingException {
        try {
            Date date = listed.message().getReceivedDate();
            return date == null ? clock.instant() : date.toInstant();
        } catch (MessageRemovedException removed) {
            return clock.instant();
        }
    }

    @Override
    public void close() {
        Store open = store;
        store = null;
        folder = null;
        if (open != null) {
            try {
                open.close();
            } catch (MessagingException alreadyBroken) {
                LOG.debug("Closing a broken IMAP connection", alreadyBroken);
            }
        }
    }

    private static IMAPFolder open(@Nullable IMAPFolder folder) {
        if (folder == null) {
            throw new IllegalStateException("The mailbox is not open");
        }
        return folder;
    }

    private Properties properties(String protocol) {
        MailProperties.Imap settings = account.settings();
        Properties properties = new Properties();
        String prefix = "mail." + protocol + ".";
        properties.put(prefix + "connectiontimeout", String.valueOf(settings.connectTimeout().toMillis()));
        properties.put(prefix + "timeout", String.valueOf(settings.readTimeout().toMillis()));
        properties.put(prefix + "writetimeout", String.valueOf(settings.readTimeout().toMillis()));
        properties.put(prefix + "fetchsize", String.valueOf(256 * 1024));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        if (tokens.isPresent()) {
            properties.put(prefix + "auth.mechanisms", "XOAUTH2");
        }
        properties.put(prefix + "starttls.enable", "true");
        properties.put(prefix + "starttls.required", String.valueOf(settings.startTls()));
        return properties;
    }
}
