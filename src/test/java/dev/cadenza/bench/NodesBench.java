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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * One campaign of one mail on 1, 2 and 3 nodes, each a process of its own, over one durable PostgreSQL and into one mail
 * server: from the launch to the last outcome. All of them share this machine's processors, so more nodes show what they
 * cost each other, and on one machine no more.
 */
final class NodesBench {

    private static final Duration LIMIT = Duration.ofMinutes(20);

    private NodesBench() {
    }

    public static void main(String[] arguments) throws Exception {
        int mails = Integer.parseInt(arguments[0]);
        double one = 0;
        for (int nodes = 1; nodes <= 3; nodes++) {
            double rate = rate(nodes, mails);
            one = nodes == 1 ? rate : one;
            new Figure("campaign on " + nodes + (nodes == 1 ? " node" : " nodes"), Math.round(rate) + " mails/s",
                    nodes == 1 ? "" : "1 node: " + Math.round(one), nodes == 1 ? Double.NaN : rate / one, "", true).print();
        }
        System.exit(0);
    }

    private static double rate(int nodes, int mails) throws Exception {
        List<CadenzaProcess> processes = new ArrayList<>();
        Path directory = TestDirectories.fresh();
        try (EmbeddedPostgres postgres = postgres(directory); LedgerSmtpProcess server = LedgerSmtpProcess.counting()) {
            TestDatabase.Fresh database = new TestDatabase.Fresh(postgres.getJdbcUrl("postgres", "postgres")
                    + "&reWriteBatchedInserts=true", "postgres", "");
            for (int i = 0; i < nodes; i++) {
                processes.add(CadenzaProcess.start(database, server.port(), Files.createDirectories(directory.resolve("n" + i)),
                        List.of("-XX:TieredStopAtLevel=4"), List.of("--cadenza.outbox.workers=6",
                                "--cadenza.outbox.lease=30s", "--camunda.bpm.job-execution.lock-time-in-millis=60000")));
            }
            for (CadenzaProcess process : processes) {
                process.awaitAnswer();
            }
            JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(),
                    database.password()));
            long begin = launch(jdbc, processes.get(0), mails);
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> server.count() >= mails);
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> sent(jdbc) == mails);
            return mails / ((System.nanoTime() - begin) / 1e9);
        } finally {
            processes.forEach(CadenzaProcess::close);
        }
    }

    private static EmbeddedPostgres postgres(Path directory) throws IOException {
        return EmbeddedPostgres.builder().setDataDirectory(directory.resolve("data")).setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C").setLocaleConfig("encoding", "UTF8")
                .setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on").setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "256MB").setServerConfig("max_wal_size", "2GB").start();
    }

    private static long launch(JdbcTemplate jdbc, CadenzaProcess node, int mails) throws Exception {
        String list = node.post("/api/v1/lists", "{\"name\":\"Everybody\"}").get("id").asText();
        jdbc.update("insert into lead(id, email, first_name, source, created_at, updated_at) select gen_random_uuid(),"
                + " 'lead' || n || '@example.com', 'Lead ' || n, 'bench', now(), now() from generate_series(1, ?) n", mails);
        jdbc.update("insert into lead_list_member(list_id, lead_id, added_at) select cast(? as uuid), id, now() from lead",
                list);
        String sender = node.post("/api/v1/sender-accounts", "{\"email\":\"bench@cadenza.test\"}").get("id").asText();
        String campaign = node.post("/api/v1/campaigns", """
                {"name": "Bench", "listId": "%s", "senderAccountId": "%s",
                 "steps": [{"type": "EMAIL", "subject": "For {{firstName}}", "body": "<p>Dear {{firstName}}, hello.</p>"}],
                 "settings": {"dailyLimit": 0, "delayBetweenEmailsSeconds": 0, "cohortSize": 500,
                              "sendWindowStart": "00:00", "sendWindowEnd": "23:59:59.999",
                              "sendDays": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                                           "SUNDAY"]}}""".formatted(list, sender)).get("id").asText();
        long begin = System.nanoTime();
        node.post("/api/v1/campaigns/" + campaign + "/launch", "");
        return begin;
    }

    private static long sent(JdbcTemplate jdbc) {
        Long sent = jdbc.queryForObject("select count(*) from message where state = 'SENT'", Long.class);
        return sent == null ? 0 : sent;
    }
}
