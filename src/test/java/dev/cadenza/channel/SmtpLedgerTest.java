package dev.cadenza.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.LedgerSmtpProcess;
import dev.cadenza.testing.LedgerSmtpServer.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The provider against a server in another process that keeps a ledger of what it took. */
class SmtpLedgerTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "DROP, Unknown, 1", "CUT, Unknown, 0", "DEFER, Deferred, 0", "REFUSE, Refused, 0", "REJECT, Refused, 0",
    })
    void eachFaultHasItsOutcome(Fault fault, String outcome, int inLedger) throws IOException {
        try (LedgerSmtpProcess server = LedgerSmtpProcess.start(directory.resolve("ledger"));
                SmtpProviders.Closeable smtp = SmtpProviders.to(server.port())) {
            List<OutgoingMail> group = List.of(Mails.mailTo("a@example.org"),
                    Mails.mailTo(fault.name().toLowerCase() + "-b@example.org"), Mails.mailTo("c@example.org"));
            Map<OutgoingMail, SendResult> results = new ConcurrentHashMap<>();

            smtp.provider().send(List.copyOf(group), (mail, result) -> results.put((OutgoingMail) mail, result));

            assertThat(group).extracting(mail -> results.get(mail).getClass().getSimpleName())
                    .containsExactly("Accepted", outcome, "Accepted");
            assertThat(server.entries()).filteredOn(e -> e.messageId().equals(group.get(1).messageId()))
                    .hasSize(inLedger);
            assertThat(server.entries()).hasSize(2 + inLedger);
            assertThat(server.count()).isEqualTo(2 + inLedger);
        }
    }

    @Test
    void underFaultsOfAllKindsNothingArrivesTwiceAndWhatArrivedIsSentOrUnknown() throws Exception {
        try (LedgerSmtpProcess server = LedgerSmtpProcess.start(directory.resolve("ledger"), "--fault", "drop=23",
                "--fault", "cut=37", "--fault", "defer=41", "--fault", "refuse=19", "--fault", "reject=43",
                "--fault", "busy=29");
                SmtpProviders.Closeable smtp = SmtpProviders.to(server.port())) {
            Map<String, SendResult> results = sendFromThreads(smtp.provider(), 8, 40, 10);

            List<String> arrived = server.entries().stream().map(LedgerSmtpProcess.Entry::messageId).toList();
            Set<String> accepted = of(results, SendResult.Accepted.class);
            Set<String> unknown = of(results, SendResult.Unknown.class);

            assertThat(results).hasSize(3200);
            assertThat(arrived).doesNotHaveDuplicates().containsAll(accepted);
            assertThat(arrived).allMatch(id -> accepted.contains(id) || unknown.contains(id));
            assertThat(unknown).hasSizeBetween(100, 400).anyMatch(arrived::contains)
                    .anyMatch(id -> !arrived.contains(id));
            assertThat(of(results, SendResult.Refused.class)).isNotEmpty();
            assertThat(of(results, SendResult.Deferred.class)).isNotEmpty();
        }
    }

    private static Map<String, SendResult> sendFromThreads(SmtpProvider provider, int threads, int groups, int size)
            throws InterruptedException {
        Map<String, SendResult> results = new ConcurrentHashMap<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(() -> {
                for (int g = 0; g < groups; g++) {
                    List<OutgoingMessage> group = new ArrayList<>();
                    for (int m = 0; m < size; m++) {
                        group.add(Mails.mailTo("lead" + m + "@example.org"));
                    }
                    provider.send(group, (sent, result) -> {
                        OutgoingMail mail = (OutgoingMail) sent;
                        if (results.put(mail.messageId(), result) != null) {
                            throw new IllegalStateException("reported twice: " + mail.messageId());
                        }
                    });
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return results;
    }

    private static Set<String> of(Map<String, SendResult> results, Class<? extends SendResult> kind) {
        return results.entrySet().stream().filter(result -> kind.isInstance(result.getValue())).map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
