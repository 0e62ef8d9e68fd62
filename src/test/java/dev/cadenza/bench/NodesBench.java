package dev.cadenza.bench;

import static org.awaitility.Awaitility.await;

import dev.cadenza.kill.CadenzaProcess;
import dev.cadenza.testing.LedgerSmtpProcess;
import dev.cadenza.testing.TestDatabase;
import dev.cadenza.testing.TestDirectories;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * One campaign of one mail on 1, 2 and 3 nodes, each a process of its own, over one durable PostgreSQL and into one mail
 * server: from the launch to the last outcome. Each time another node joins, and a smaller campaign goes first, so that
 * all of them are warm. They share this machine's processors, so more nodes show what they cost each other, and on one
 * machine no more. Fails where a mail has no certain outcome, or was received twice.
 */
final class NodesBench {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int NODES = 3;
    private static final Set<String> ENDS = Set.of("SENT", "UNKNOWN", "FAILED", "CANCELLED", "SUPPRESSED", "SKIPPED");

    private final JdbcTemplate jdbc;
    private final LedgerSmtpProcess server;

    private NodesBench(JdbcTemplate jdbc, LedgerSmtpProcess server) {
        this.jdbc = jdbc;
        this.server = server;
    }

    public static void main(String[] arguments) throws Exception {
        int mails = Integer.parseInt(arguments[0]);
        List<CadenzaProcess> nodes = new ArrayList<>();
        Path directory = TestDirectories.fresh();
        try (EmbeddedPostgres postgres = postgres(directory); LedgerSmtpProcess server = LedgerSmtpProcess.counting()) {
            TestDatabase.Fresh database = new TestDatabase.Fresh(postgres.getJdbcUrl("postgres", "postgres")
                    + "&reWriteBatchedInserts=true", "postgres", "");
            NodesBench bench = new NodesBench(new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(),
                    database.password())), server);
            try {
                bench.measure(nodes, database, directory, mails);
            } finally {
                nodes.forEach(CadenzaProcess::close);
            }
        }
        System.exit(0);
    }

    private void measure(List<CadenzaProcess> nodes, TestDatabase.Fresh database, Path directory, int mails)
            throws Exception {
        double one = 0;
        String few = "";
        String all = "";
        for (int number = 1; number <= NODES; number++) {
            CadenzaProcess node = CadenzaProcess.start(database, server.port(),
                    Files.createDirectories(directory.resolve("n" + number)), List.of("-XX:TieredStopAtLevel=4"),
                    List.of("--cadenza.outbox.workers=6", "--cadenza.outbox.lease=30s",
                            "--camunda.bpm.job-execution.lock-time-in-millis=60000"));
            nodes.add(node);
            node.awaitAnswer();
            System.out.println(number + (number == 1 ? " node answers" : " nodes answer"));
            if (number == 1) {
                few = list(node, "few", Math.max(500, mails / 4));
                all = list(node, "all", mails);
            }
            run(node, few, Math.max(500, mails / 4));
            double rate = mails / run(node, all, mails);
            one = number == 1 ? rate : one;
            new Figure("(g) campaign on " + number + (number == 1 ? " node" : " nodes"), Math.round(rate) + " mails/s",
                    number == 1 ? "" : "1 node: " + Math.round(one), number == 1 ? Double.NaN : rate / one, "", true)
                    .print();
        }
    }

    /** @return seconds from the launch to the last outcome */
    private double run(CadenzaProcess node, String list, int mails) throws Exception {
        long received = server.count();
        String campaign = campaign(node, list);
        long begin = System.nanoTime();
        node.post("/api/v1/campaigns/" + campaign + "/launch", "");
        try {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> states(campaign).entrySet().stream()
                    .filter(state -> ENDS.contains(state.getKey())).mapToLong(Map.Entry::getValue).sum() == mails);
        } catch (ConditionTimeoutException stuck) {
            throw new IllegalStateException("Not over after " + LIMIT + ": " + states(campaign), stuck);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (states(campaign).getOrDefault("SENT", 0L) != mails || server.count() - received != mails) {
            throw new IllegalStateException(states(campaign) + ", received: " + (server.count() - received));
        }
        return seconds;
    }

    private Map<String, Long> states(String campaign) {
        return jdbc.query("select state, count(*) from message where owner_id = cast(? as uuid) group by state",
                (row, index) -> Map.entry(row.getString(1), row.getLong(2)), campaign).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static EmbeddedPostgres postgres(Path directory) throws IOException {
        return EmbeddedPostgres.builder().setDataDirectory(directory.resolve("data")).setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C").setLocaleConfig("encoding", "UTF8")
                .setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on").setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "256MB").setServerConfig("max_wal_size", "2GB").start();
    }

    private String list(CadenzaProcess node, String name, int leads) throws Exception {
        String list = node.post("/api/v1/lists", "{\"name\":\"" + name + "\"}").get("id").asText();
        jdbc.update("insert into lead(id, email, first_name, source, created_at, updated_at) select gen_random_uuid(),"
                + " ? || n || '@example.com', 'Lead ' || n, ?, now(), now() from generate_series(1, ?) n", name, name, leads);
        jdbc.update("insert into lead_list_member(list_id, lead_id, added_at) select cast(? as uuid), id, now() from lead"
                + " where source = ?", list, name);
        return list;
    }

    private String campaign(CadenzaProcess node, String list) throws Exception {
        String sender = node.post("/api/v1/sender-accounts", "{\"email\":\"bench" + Math.abs(System.nanoTime())
                + "@cadenza.test\"}").get("id").asText();
        return node.post("/api/v1/campaigns", """
                {"name": "Bench", "listId": "%s", "senderAccountId": "%s",
                 "steps": [{"type": "EMAIL", "subject": "For {{firstName}}", "body": "<p>Dear {{firstName}}, hello.</p>"}],
                 "settings": {"dailyLimit": 0, "delayBetweenEmailsSeconds": 0, "cohortSize": 500,
                              "sendWindowStart": "00:00", "sendWindowEnd": "23:59:59.999",
                              "sendDays": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                                           "SUNDAY"]}}""".formatted(list, sender)).get("id").asText();
    }
}
