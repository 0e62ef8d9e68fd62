package dev.cadenza.testing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A {@link LedgerApiServer} in a process of its own. */
public final class LedgerApiProcess extends LedgerProcess {

    private final String sendGridPublicKey;

    private LedgerApiProcess(Path ledger, List<String> arguments) throws IOException {
        super(ledger, LedgerApiServer.class, List.of(ObjectMapper.class, JsonFactory.class, JsonInclude.class), arguments);
        this.sendGridPublicKey = line();
    }

    /** @param further arguments of {@link LedgerApiServer} */
    public static LedgerApiProcess start(Path ledger, String... further) throws IOException {
        return new LedgerApiProcess(ledger, Stream.concat(Stream.of("--ledger", ledger.toString()), Stream.of(further))
                .toList());
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    public String sendGridPublicKey() {
        return sendGridPublicKey;
    }

    /** @param every befalls every {@code every}th message from now on; 0 for none */
    public void fault(LedgerApiServer.Fault fault, int every) {
        ask("fault " + fault + "=" + every);
    }

    public void hooks(LedgerApiServer.Hooks hooks) {
        ask("hooks " + hooks);
    }

    /** Where SendGrid's events go from now on. */
    public void sendGridHook(String address) {
        ask("sendgrid-hook " + address);
    }

    public void slow(Duration delay) {
        ask("delay " + delay.toMillis());
    }

    /** @param ours our id as the request carried it; empty where the provider has no place for one */
    public record Entry(String provider, String ours, String to, String id) {
    }

    /** What was taken so far, in order. */
    public List<Entry> entries() {
        return taken().map(line -> line.split("\t", 4)).map(part -> new Entry(part[0], part[1], part[2], part[3]))
                .toList();
    }
}
