package dev.cadenza.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A {@link LedgerSmtpServer} in a process of its own. */
public final class LedgerSmtpProcess extends LedgerProcess {

    private LedgerSmtpProcess(Path ledger, List<String> arguments) throws IOException {
        super(ledger, LedgerSmtpServer.class, List.of(), arguments);
    }

    /** @param further arguments of {@link LedgerSmtpServer} */
    public static LedgerSmtpProcess start(Path ledger, String... further) throws IOException {
        return new LedgerSmtpProcess(ledger, Stream.concat(Stream.of("--ledger", ledger.toString()), Stream.of(further))
                .toList());
    }

    /** Counts mails and keeps no ledger: how fast can a client be. */
    public static LedgerSmtpProcess counting(String... further) throws IOException {
        return new LedgerSmtpProcess(Path.of("none"), Stream.concat(Stream.of("--no-ledger"), Stream.of(further)).toList());
    }

    /** @param messageId with its angle brackets */
    public record Entry(String messageId, String recipient) {
    }

    /** What was taken so far, in order. */
    public List<Entry> entries() {
        return taken().map(line -> line.split("\t", 2)).map(parts -> new Entry(parts[0], parts[1])).toList();
    }

    /** How many mails were taken since the start of the process. */
    public long count() {
        return Long.parseLong(ask("count"));
    }

    /** @param every befalls every {@code every}th mail from now on; 0 for none */
    public void fault(LedgerSmtpServer.Fault fault, int every) {
        ask("fault " + fault + "=" + every);
    }

    /** How long the server takes over the content of each mail from now on. */
    public void delay(Duration delay) {
        ask("delay " + delay.toMillis());
    }
}
