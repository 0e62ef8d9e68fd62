package dev.cadenza.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.kill.CadenzaProcess;
import dev.cadenza.testing.LedgerSmtpProcess;
import dev.cadenza.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A backup is taken while a campaign runs; the campaign goes on, the database is lost, and the backup restored. The restored
 * journeys do once more what they did, and nobody gets a mail a second time.
 */
class RestoreTest {

    private static final Logger LOG = LoggerFactory.getLogger(RestoreTest.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LEADS = 400;
    private static final int NEW_LEADS = 5;

    @Test
    void nobodyGetsAMailTwiceAfterABackupWasRestored(@TempDir Path directory) throws Exception {
        TestDatabase.Fresh lost = TestDatabase.fresh();
        TestDatabase.Fresh restored = TestDatabase.fresh();
        try (LedgerSmtpProcess server = LedgerSmtpProcess.start(directory.resolve("ledger"), "--delay", "5")) {
            JdbcTemplate before = jdbc(lost);
            Backup backup;
            try (CadenzaProcess node = node(lost, server, directory)) {
                node.awaitAnswer();
                launch(before, node, "first", LEADS, 3);
                awaitReceived(server, LEADS / 2);
                backup = backup(lost, directory);
                awaitReceived(server, LEADS * 3 / 2);
                node.kill();
            }
            Map<String, String> steps = steps(before);
            backup.restore(restored);
            JdbcTemplate after = jdbc(restored);
            long sentByThen = server.count();
            LOG.info("{} mails were received, {} of them are in the backup", sentByThen, after.queryForObject(
                    "select count(*) from message where state = 'SENT'", Long.class));

            try (CadenzaProcess node = node(restored, server, directory)) {
                node.awaitAnswer();
                await().atMost(PATIENCE).until(() -> gate(node).get("doubtful").asLong() >= LEADS);
                assertThat(gate(node).get("held").asBoolean()).isTrue();
                assertThat(server.count()).as("nothing goes before somebody has looked").isEqualTo(sentByThen);

                node.post("/api/v1/outbox/release", "{\"doubtful\":\"UNKNOWN\"}");
                String later = launch(after, node, "second", NEW_LEADS, 1);
                await().atMost(PATIENCE).until(() -> "COMPLETED".equals(after.queryForObject(
                        "select status from campaign where name = 'first'", String.class)));
                await().atMost(PATIENCE).until(() -> after.queryForObject("select count(*) from message where owner_id ="
                        + " cast(? as uuid) and state = 'SENT'", Long.class, later) == NEW_LEADS);
                node.kill();
            }
            steps.putAll(steps(after));
            compare(after, server, steps);
        }
    }

    private static CadenzaProcess node(TestDatabase.Fresh database, LedgerSmtpProcess server, Path directory)
            throws Exception {
        return CadenzaProcess.start(database, server.port(), directory, List.of(), List.of(
                "--spring.datasource.hikari.maximum-pool-size=10"));
    }

    /** What can fill an empty database. */
    private interface Backup {

        void restore(TestDatabase.Fresh empty) throws Exception;
    }

    /** With {@code pg_dump} where one is installed that is as new as the server, by {@link Snapshot} elsewhere. */
    private static Backup backup(TestDatabase.Fresh database, Path directory) throws Exception {
        Optional<PgDump> installed = PgDump.forServerOf(database);
        LOG.info("The backup is taken {}", installed.isPresent() ? "with pg_dump"
                : "by a snapshot of our own: no pg_dump is installed that is as new as the server");
        if (installed.isPresent()) {
            Path file = directory.resolve("backup.dump");
            installed.get().dump(database, file);
            return empty -> installed.get().restore(file, empty);
        }
        try (Connection connection = database.connect()) {
            Snapshot snapshot = Snapshot.of(connection);
            return empty -> recreate(database, empty, snapshot);
        }
    }

    /** A database of another number, with the tables of the first and the rows of the backup. */
    private static void recreate(TestDatabase.Fresh from, TestDatabase.Fresh to, Snapshot backup) throws Exception {
        String source = name(from);
        String target = name(to);
        TestDatabase.Fresh server = new TestDatabase.Fresh(from.url().replace("/" + source + "?", "/postgres?"), from.user(),
                from.password());
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            statement.execute("drop database " + target);
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                statement.execute("create database " + target + " template " + source);
                return true;
            });
        }
        try (Connection connection = to.connect()) {
            backup.restore(connection);
        }
    }

    private static String name(TestDatabase.Fresh database) {
        return database.url().replaceAll(".*/([^?]+)\\?.*", "$1");
    }

    private static String launch(JdbcTemplate jdbc, CadenzaProcess node, String name, int leads, int mails)
            throws Exception {
        String list = node.post("/api/v1/lists", "{\"name\":\"" + name + "\"}").get("id").asText();
        jdbc.update("insert into lead(id, email, source, created_at, updated_at) select gen_random_uuid(),"
                + " ? || n || '@example.com', ?, now(), now() from generate_series(1, ?) n", name, name, leads);
        jdbc.update("insert into lead_list_member(list_id, lead_id, added_at) select cast(? as uuid), id, now() from lead"
                + " where source = ?", list, name);
        String sender = node.post("/api/v1/sender-accounts", "{\"email\":\"" + name + "@cadenza.test\"}").get("id")
                .asText();
        String steps = "{\"type\":\"EMAIL\",\"subject\":\"One\",\"body\":\"<p>1</p>\"}"
                + ",{\"type\":\"EMAIL\",\"delay\":\"PT2S\",\"subject\":\"Next\",\"body\":\"<p>2</p>\"}".repeat(mails - 1);
        String campaign = node.post("/api/v1/campaigns", """
                {"name": "%s", "listId": "%s", "senderAccountId": "%s", "steps": [%s],
                 "settings": {"dailyLimit": 0, "delayBetweenEmailsSeconds": 0, "cohortSize": 50,
                              "sendWindowStart": "00:00", "sendWindowEnd": "23:59:59.999",
                              "sendDays": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                                           "SUNDAY"]}}""".formatted(name, list, sender, steps)).get("id").asText();
        node.post("/api/v1/campaigns/" + campaign + "/launch", "");
        return campaign;
    }

    private static void compare(JdbcTemplate jdbc, LedgerSmtpProcess server, Map<String, String> steps) {
        Map<String, Long> mails = server.entries().stream().collect(Collectors.groupingBy(entry -> entry.recipient() + " "
                + steps.getOrDefault(id(entry), "?"), Collectors.counting()));
        assertThat(mails.keySet()).as("every mail belongs to a message of one of the two").noneMatch(key -> key.endsWith("?"));
        assertThat(mails.values()).as("how often each recipient got each mail").containsOnly(1L);
        Map<String, Long> states = jdbc.queryForList("select state from message", String.class).stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        LOG.info("After the restore: {}", states);
        assertThat(states.keySet()).isSubsetOf("SENT", "UNKNOWN");
        assertThat(states.get("UNKNOWN")).as("what may have been sent is listed").isGreaterThanOrEqualTo(LEADS);
        assertThat(jdbc.queryForList("select id from message where state = 'SENT'", String.class))
                .as("what is SENT was received").isSubsetOf(server.entries().stream().map(RestoreTest::id).toList());
    }

    private static String id(LedgerSmtpProcess.Entry entry) {
        return entry.messageId().replaceAll("^<|@.*$", "");
    }

    private static Map<String, String> steps(JdbcTemplate jdbc) {
        Map<String, String> steps = new HashMap<>();
        jdbc.query("select id, owner_id || '/' || step_id from message", row -> {
            steps.put(row.getString(1), row.getString(2));
        });
        return steps;
    }

    private static JsonNode gate(CadenzaProcess node) throws Exception {
        return new ObjectMapper().readTree(node.get("/api/v1/outbox/gate").body());
    }

    private static void awaitReceived(LedgerSmtpProcess server, int mails) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> server.count() >= mails);
    }

    private static JdbcTemplate jdbc(TestDatabase.Fresh database) {
        return new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }
}
