package dev.cadenza.channel;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mails of the embedded server, each a file {@code <id>_<mailbox>.eml} in one directory; their names are the index.
 * A mail is complete on disk, under its final name, before {@link #add} returns, so it outlives the process being
 * killed. (It is not forced to the disk: after a power failure the last ones may be missing.)
 *
 * <p>Bounded: of the mails of the kept mailbox, and of all others together, the newest {@code keep} each.
 */
final class MailArchive {

    private static final Logger LOG = LoggerFactory.getLogger(MailArchive.class);
    private static final Pattern FILE = Pattern.compile("([0-9]{1,18})_(.+)\\.eml");
    private static final int LONGEST_NAME = 200;
    private static final String LAST_ID = "lastid";

    private final Path directory;
    private final String kept;
    private final int keep;
    private final long uidValidity;
    private final Map<String, Deque<Entry>> mailboxes = new TreeMap<>();
    private final Map<Long, Entry> byId = new HashMap<>();
    private final Deque<Entry> keptOrder = new ArrayDeque<>();
    private final Deque<Entry> otherOrder = new ArrayDeque<>();
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

    /** @param id ascending in the order of arrival */
    record Entry(long id, String mailbox) {
    }

    /** @param gone those that had to go for it */
    record Added(ReceivedMail mail, List<Entry> gone) {
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

    synchronized Added add(String recipient, byte[] raw, Instant receivedAt) throws IOException {
        String to = recipient.replace('\r', ' ').replace('\n', ' ').strip();
        Entry entry = new Entry(lastId + 1, mailbox(to));
        Path temporary = directory.resolve(entry.id() + ".tmp");
        try (OutputStream out = Files.newOutputStream(temporary)) {
            byte[] line = MailHead.line(to);
            byte[] whole = Arrays.copyOf(line, line.length + raw.length);
            System.arraycopy(raw, 0, whole, line.length, raw.length);
            out.write(whole);
        }
        Files.setLastModifiedTime(temporary, FileTime.from(receivedAt));
        Files.move(temporary, file(entry), StandardCopyOption.ATOMIC_MOVE);
        lastId = entry.id();
        index(entry);
        return new Added(MailHead.described(entry, to, raw, raw.length, receivedAt), prune());
    }

    synchronized Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        mailboxes.forEach((address, mails) -> counts.put(address, mails.size()));
        return counts;
    }

    synchronized int count(String mailbox) {
        Deque<Entry> mails = mailboxes.get(mailbox(mailbox));
        return mails == null ? 0 : mails.size();
    }

    /** Newest first. */
    List<ReceivedMail> list(String mailbox, long offset, int limit) throws IOException {
        List<ReceivedMail> page = new ArrayList<>();
        for (Entry entry : entries(mailbox, offset, limit)) {
            described(entry).ifPresent(page::add);
        }
        return page;
    }

    Optional<ReceivedMail> find(String mailbox, long id) throws IOException {
        Optional<Entry> entry = entry(id).filter(found -> found.mailbox().equals(mailbox(mailbox)));
        return entry.isPresent() ? described(entry.get()) : Optional.empty();
    }

    /** The message as it was received, without the line that this archive puts before it; empty once it is gone. */
    Optional<byte[]> raw(long id) throws IOException {
        Optional<Entry> entry = entry(id);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] file = Files.readAllBytes(file(entry.get()));
            int line = 0;
            while (line < file.length && file[line] != '\n') {
                line++;
            }
            return Optional.of(Arrays.copyOfRange(file, Math.min(line + 1, file.length), file.length));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private synchronized List<Entry> entries(String mailbox, long offset, int limit) {
        List<Entry> page = new ArrayList<>();
        Iterator<Entry> newestFirst = mailboxes.getOrDefault(mailbox(mailbox), new ArrayDeque<>())
                .descendingIterator();
        for (long i = 0; newestFirst.hasNext() && page.size() < limit; i++) {
            Entry entry = newestFirst.next();
            if (i >= offset) {
                page.add(entry);
            }
        }
        return page;
    }

    private synchronized Optional<Entry> entry(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** A name may have 255 bytes; the rare longer address is known by what is left of it and a number. */
    private Path file(Entry entry) {
        String name = URLEncoder.encode(entry.mailbox(), StandardCharsets.UTF_8).replace("%40", "@");
        String fitting = name.length() <= LONGEST_NAME ? name
                : name.substring(0, LONGEST_NAME).replaceFirst("%.?$", "") + "~" + entry.mailbox().hashCode();
        return directory.resolve(entry.id() + "_" + fitting + ".eml");
    }

    private void index(Entry entry) {
        byId.put(entry.id(), entry);
        mailboxes.computeIfAbsent(entry.mailbox(), address -> new ArrayDeque<>()).addLast(entry);
        (entry.mailbox().equals(kept) ? keptOrder : otherOrder).addLast(entry);
    }

    private List<Entry> prune() throws IOException {
        List<Entry> gone = new ArrayList<>();
        for (Deque<Entry> order : List.of(keptOrder, otherOrder)) {
            while (order.size() > keep) {
                Entry oldest = order.removeFirst();
                byId.remove(oldest.id());
                Deque<Entry> mailbox = mailboxes.get(oldest.mailbox());
                mailbox.removeFirst();
                if (mailbox.isEmpty()) {
                    mailboxes.remove(oldest.mailbox());
                }
                Files.deleteIfExists(file(oldest));
                gone.add(oldest);
            }
        }
        return gone;
    }

    /** Deletes the mails to these addresses, and those to others in whose text one of them stands. */
    synchronized List<Entry> erase(Set<String> addresses) throws IOException {
        List<Entry> gone = new ArrayList<>();
        for (Entry entry : List.copyOf(byId.values())) {
            if (addresses.contains(entry.mailbox()) || names(entry, addresses)) {
                byId.remove(entry.id());
                (entry.mailbox().equals(kept) ? keptOrder : otherOrder).remove(entry);
                Deque<Entry> mailbox = mailboxes.get(entry.mailbox());
                mailbox.remove(entry);
                if (mailbox.isEmpty()) {
                    mailboxes.remove(entry.mailbox());
                }
                Files.deleteIfExists(file(entry));
                gone.add(entry);
            }
        }
        if (!gone.isEmpty()) {
            Files.writeString(directory.resolve(LAST_ID), Long.toString(lastId)); // or its number would be given again
        }
        return gone;
    }

    private boolean names(Entry entry, Set<String> addresses) throws IOException {
        try {
            String text = Files.readString(file(entry), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            return addresses.stream().anyMatch(text::contains);
        } catch (NoSuchFileException already) {
            return false;
        }
    }

    private void load() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher name = FILE.matcher(file.getFileName().toString());
                if (name.matches()) {
                    entries.add(new Entry(Long.parseLong(name.group(1)), mailboxOf(file, name.group(2))));
                } else if (file.toString().endsWith(".tmp")) {
                    Files.deleteIfExists(file);
                }
            }
        }
        entries.sort(java.util.Comparator.comparingLong(Entry::id));
        entries.forEach(this::index);
        Path last = directory.resolve(LAST_ID);
        lastId = Math.max(entries.isEmpty() ? 0 : entries.get(entries.size() - 1).id(),
                Files.exists(last) ? Long.parseLong(Files.readString(last).strip()) : 0);
        prune();
        if (!entries.isEmpty()) {
            LOG.info("The embedded mail server has {} mails in {}", keptOrder.size() + otherOrder.size(), directory);
        }
    }

    private static String mailboxOf(Path file, String name) throws IOException {
        return name.contains("~") && name.length() > LONGEST_NAME - 3 ? mailbox(MailHead.recipient(MailHead.read(file)))
                : URLDecoder.decode(name, StandardCharsets.UTF_8);
    }

    private Optional<ReceivedMail> described(Entry entry) throws IOException {
        Path file = file(entry);
        try {
            byte[] head = MailHead.read(file);
            return Optional.of(MailHead.described(entry, MailHead.recipient(head), head, Files.size(file),
                    Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
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
