package dev.cadenza.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeUtility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mails of the embedded server, each a file {@code <id>.eml} in one directory, with an index in memory. A mail is
 * complete on disk, under its final name, before {@link #add} returns, so it outlives the process being killed. (It is
 * not forced to the disk: after a power failure the last ones may be missing.)
 *
 * <p>Bounded: of the mails of the kept mailbox, and of all others together, the newest {@code keep} each.
 */
final class MailArchive {

    private static final Logger LOG = LoggerFactory.getLogger(MailArchive.class);
    private static final String DELIVERED_TO = "Delivered-To: ";
    private static final String SUFFIX = ".eml";
    /** More than the headers of an ordinary mail. */
    private static final int HEADER_BYTES = 16_384;

    private final Path directory;
    private final String kept;
    private final int keep;
    private final long uidValidity;
    private final Map<String, Deque<ReceivedMail>> mailboxes = new TreeMap<>();
    private final Deque<ReceivedMail> keptOrder = new ArrayDeque<>();
    private final Deque<ReceivedMail> otherOrder = new ArrayDeque<>();
    private long lastId;

    /**
     * @param kept the mailbox whose mails are counted apart, so that no flood of others pushes them out
     * @throws IOException where the directory can't be read or written
     */
    MailArchive(Path directory, String kept, int keep, Instant now) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.kept = kept;
        this.keep = keep;
        this.uidValidity = uidValidity(now);
        load();
    }

    /** The lower-case mailbox of an address: what {@code local+tag@domain} reaches is {@code local@domain}. */
    static String mailbox(String address) {
        String lower = address.strip().toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf('@');
        int plus = lower.indexOf('+');
        return plus > 0 && plus < at ? lower.substring(0, plus) + lower.substring(at) : lower;
    }

    /** Constant over the life of the directory (RFC 3501, section 2.3.1.1): ids are never given twice. */
    long uidValidity() {
        return uidValidity;
    }

    /**
     * Keeps a mail.
     *
     * @param raw the message as received
     * @return the mail, and those that had to go for it
     */
    synchronized Added add(String recipient, byte[] raw, Instant receivedAt) throws IOException {
        long id = lastId + 1;
        String to = recipient.replaceAll("[\\r\\n]", "");
        Path temporary = directory.resolve(id + ".tmp");
        try (OutputStream out = Files.newOutputStream(temporary)) {
            out.write((DELIVERED_TO + to + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.write(raw);
        }
        Files.setLastModifiedTime(temporary, FileTime.from(receivedAt));
        Files.move(temporary, file(id), StandardCopyOption.ATOMIC_MOVE);
        lastId = id;
        ReceivedMail mail = entry(id, to, raw, raw.length, receivedAt);
        index(mail);
        return new Added(mail, prune());
    }

    record Added(ReceivedMail mail, List<ReceivedMail> gone) {
    }

    synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        mailboxes.forEach((address, mails) -> counts.put(address, mails.size()));
        return counts;
    }

    synchronized int count(String mailbox) {
        Deque<ReceivedMail> mails = mailboxes.get(mailbox(mailbox));
        return mails == null ? 0 : mails.size();
    }

    /** Newest first. */
    synchronized List<ReceivedMail> list(String mailbox, long offset, int limit) {
        Deque<ReceivedMail> mails = mailboxes.get(mailbox(mailbox));
        if (mails == null) {
            return List.of();
        }
        List<ReceivedMail> page = new ArrayList<>();
        Iterator<ReceivedMail> newestFirst = mails.descendingIterator();
        for (long i = 0; newestFirst.hasNext() && page.size() < limit; i++) {
            ReceivedMail mail = newestFirst.next();
            if (i >= offset) {
                page.add(mail);
            }
        }
        return page;
    }

    synchronized Optional<ReceivedMail> find(String mailbox, long id) {
        Deque<ReceivedMail> mails = mailboxes.get(mailbox(mailbox));
        return mails == null ? Optional.empty() : mails.stream().filter(mail -> mail.id() == id).findFirst();
    }

    /** The message as it was received, without the line that this archive puts before it; empty once it is gone. */
    Optional<byte[]> raw(long id) throws IOException {
        try {
            byte[] file = Files.readAllBytes(file(id));
            int line = 0;
            while (line < file.length && file[line] != '\n') {
                line++;
            }
            return Optional.of(java.util.Arrays.copyOfRange(file, Math.min(line + 1, file.length), file.length));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private Path file(long id) {
        return directory.resolve(id + SUFFIX);
    }

    private void index(ReceivedMail mail) {
        mailboxes.computeIfAbsent(mail.mailbox(), address -> new ArrayDeque<>()).addLast(mail);
        (mail.mailbox().equals(kept) ? keptOrder : otherOrder).addLast(mail);
    }

    private List<ReceivedMail> prune() throws IOException {
        List<ReceivedMail> gone = new ArrayList<>();
        for (Deque<ReceivedMail> order : List.of(keptOrder, otherOrder)) {
            while (order.size() > keep) {
                ReceivedMail oldest = order.removeFirst();
                Deque<ReceivedMail> mailbox = mailboxes.get(oldest.mailbox());
                mailbox.removeFirst();
                if (mailbox.isEmpty()) {
                    mailboxes.remove(oldest.mailbox());
                }
                Files.deleteIfExists(file(oldest.id()));
                gone.add(oldest);
            }
        }
        return gone;
    }

    private void load() throws IOException {
        List<Long> ids = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(".tmp")) {
                    Files.deleteIfExists(file);
                } else if (name.matches("[0-9]{1,18}\\.eml")) {
                    ids.add(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
                }
            }
        }
        ids.sort(null);
        for (long id : ids) {
            index(loaded(id));
            lastId = id;
        }
        prune();
        if (!ids.isEmpty()) {
            LOG.info("The embedded mail server has {} mails in {}", keptOrder.size() + otherOrder.size(), directory);
        }
    }

    private ReceivedMail loaded(long id) throws IOException {
        Path file = file(id);
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEADER_BYTES);
        }
        String firstLine = new String(head, StandardCharsets.UTF_8).lines().findFirst().orElse("");
        String recipient = firstLine.startsWith(DELIVERED_TO) ? firstLine.substring(DELIVERED_TO.length())
                : "unknown@" + "localhost";
        return entry(id, recipient, head, Files.size(file), Files.getLastModifiedTime(file).toInstant());
    }

    private static ReceivedMail entry(long id, String recipient, byte[] head, long size, Instant receivedAt) {
        String from = "";
        String subject = "";
        try {
            InternetHeaders headers = new InternetHeaders(new ByteArrayInputStream(head), true);
            from = decoded(headers.getHeader("From", ", "));
            subject = decoded(headers.getHeader("Subject", " "));
        } catch (MessagingException unreadable) {
            LOG.debug("Mail {} has no readable headers", id, unreadable);
        }
        return new ReceivedMail(id, mailbox(recipient), recipient, from, subject, receivedAt, size);
    }

    private static String decoded(@org.jspecify.annotations.Nullable String header) {
        if (header == null) {
            return "";
        }
        try {
            return MimeUtility.decodeText(MimeUtility.unfold(header));
        } catch (java.io.UnsupportedEncodingException unknownCharset) {
            return header;
        }
    }

    private long uidValidity(Instant now) throws IOException {
        Path file = directory.resolve("uidvalidity");
        if (Files.exists(file)) {
            return Long.parseLong(Files.readString(file).strip());
        }
        long value = now.getEpochSecond();
        Path temporary = directory.resolve("uidvalidity.tmp");
        Files.writeString(temporary, Long.toString(value));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        return value;
    }
}
