package dev.cadenza.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.kill.CadenzaProcess;
import dev.cadenza.testing.LedgerSmtpProcess;
import dev.cadenza.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Three nodes on one database, which comes after them, and crashes once; one node is killed and comes back, one is asked to
 * end. Two campaigns with limits run meanwhile. {@code -Dcadenza.nodes.leads=20000} makes it long,
 * {@code -Dcadenza.nodes.jar=target/cadenza.jar} runs the built jar.
 */
class NodesTest {

    private static final Logger LOG = LoggerFactory.getLogger(NodesTest.class);
    private static final int LEADS = Integer.getInteger("cadenza.nodes.leads", 2_000);
    private static final int DAILY_LIMIT = LEADS * 3 / 4;
    private static final int WITH_GAP = 10;
    /** Workers times group size of one node. */
    private static final int IN_FLIGHT = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(5).plus(Duration.ofMillis(LEADS * 20L));

    @Test
    void threeNodesKeepLimitsAndLoseAndDoubleNothing(@TempDir Path directory) throws Exception {
        List<CadenzaProcess> nodes = new ArrayList<>();
        try (OwnPostgres postgres = new OwnPostgres();
                LedgerSmtpProcess server = LedgerSmtpProcess.start(directory.resolve("ledger"))) {
            for (int i = 0; i < 3; i++) {
                nodes.add(node(postgres.database(), server, directory.resolve("node" + i)));
            }
            awaitWaiting(nodes.get(0), directory.resolve("node0/application.log"));
            postgres.start();
            for (CadenzaProcess node : nodes) {
                node.awaitAnswer();
            }
            LOG.info("Three nodes have started at once on an empty database that came after them");
            aTokenOfOneNodeHoldsOnAll(nodes);
            JdbcTemplate jdbc = jdbc(postgres.database());
            launch(jdbc, nodes.get(1));
            server.delay(Duration.ofMillis(20));

            awaitSent(jdbc, LEADS / 8);
            nodes.get(0).kill();
            LOG.info("One node was killed");
            CadenzaProcess again = node(postgres.database(), server, directory.resolve("node0"));
            nodes.set(0, again);

            awaitSent(jdbc, LEADS / 4);
            postgres.crash();
            anotherNodeIsAliveAndNotReady(nodes.get(1));
            postgres.start();
            LOG.info("The database crashed and came back");

            awaitSent(jdbc, LEADS / 2);
            endsWithNothingInTheAir(nodes.get(2), jdbc);
            again.awaitAnswer();

            await().atMost(PATIENCE).until(() -> over(jdbc));
            whatPrometheusReads(nodes.get(1));
            compare(jdbc, server);
        } finally {
            nodes.forEach(CadenzaProcess::close);
        }
    }

    private static CadenzaProcess node(TestDatabase.Fresh database, LedgerSmtpProcess server, Path directory)
            throws Exception {
        Files.createDirectories(directory);
        return CadenzaProcess.start(database, server.port(), directory, List.of(), List.of(
                "--spring.datasource.hikari.maximum-pool-size=10", "--spring.datasource.hikari.connection-timeout=3000",
                "--cadenza.metrics.interval=1s", "--cadenza.metrics.cohort-interval=1s"));
    }

    private static void awaitWaiting(CadenzaProcess node, Path log) throws Exception {
        await().atMost(PATIENCE).until(() -> !node.alive()
                || Files.exists(log) && Files.readString(log).contains("Waiting for the database"));
        assertThat(node.alive()).as(() -> read(log)).isTrue();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void aTokenOfOneNodeHoldsOnAll(List<CadenzaProcess> nodes) throws Exception {
        String token = nodes.get(0).post("/api/v1/auth/login", "{\"email\":\"" + CadenzaProcess.USER
                + "\",\"password\":\"" + CadenzaProcess.PASSWORD + "\"}").get("accessToken").asText();
        for (CadenzaProcess node : nodes) {
            assertThat(node.get("/api/v1/campaigns", "Bearer " + token).status()).isEqualTo(200);
            assertThat(node.get("/api/v1/campaigns", null).status()).isEqualTo(401);
        }
        assertThat(nodes.get(2).postAs("Bearer " + token, "/api/v1/auth/logout")).isEqualTo(204);
        for (CadenzaProcess node : nodes) {
            assertThat(node.get("/api/v1/campaigns", "Bearer " + token).status()).as("signed out on every node at once")
                    .isEqualTo(401);
        }
    }

    /** One campaign whose sender has a daily limit, and one whose mails keep a distance of a second. */
    private static void launch(JdbcTemplate jdbc, CadenzaProcess node) throws Exception {
        // Noon at the sender's place: the day does not end in the middle of the test.
        int offset = 12 - OffsetDateTime.ofInstant(Instant.ofEpochMilli(System.currentTimeMillis()), ZoneOffset.UTC)
                .getHour();
        String zone = offset == 0 ? "UTC" : "Etc/GMT" + (offset > 0 ? "-" : "+") + Math.abs(offset);
        String limited = node.post("/api/v1/sender-accounts", "{\"email\":\"limited@cadenza.test\",\"dailyLimit\":"
                + DAILY_LIMIT + ",\"timezone\":\"" + zone + "\"}").get("id").asText();
        String slow = node.post("/api/v1/sender-accounts", "{\"email\":\"slow@cadenza.test\"}").get("id").asText();
        node.post("/api/v1/campaigns/" + campaign(node, "Many", list(jdbc, node, "many", LEADS), limited, 0) + "/launch",
                "");
        node.post("/api/v1/campaigns/" + campaign(node, "Slow", list(jdbc, node, "slow", WITH_GAP), slow, 1) + "/launch",
                "");
    }

    private static String list(JdbcTemplate jdbc, CadenzaProcess node, String name, int leads) throws Exception {
        String list = node.post("/api/v1/lists", "{\"name\":\"" + name + "\"}").get("id").asText();
        jdbc.update("insert into lead(id, email, first_name, source, created_at, updated_at) select gen_random_uuid(),"
                + " ? || n || '@example.com', 'Lead ' || n, ?, now(), now() from generate_series(1, ?) n", name, name, leads);
        jdbc.update("insert into lead_list_member(list_id, lead_id, added_at) select cast(? as uuid), id, now() from lead"
                + " where source = ?", list, name);
        return list;
    }

    private static String campaign(CadenzaProcess node, String name, String list, String sender, int gap)
            throws Exception {
        return node.post("/api/v1/campaigns", """
                {"name": "%s", "listId": "%s", "senderAccountId": "%s",
                 "steps": [{"type": "EMAIL", "subject": "For {{firstName}}", "body": "<p>Hello</p>"}],
                 "settings": {"dailyLimit": 0, "delayBetweenEmailsSeconds": %d, "cohortSize": 50,
                              "sendWindowStart": "00:00", "sendWindowEnd": "23:59:59.999",
                              "sendDays": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                                           "SUNDAY"]}}""".formatted(name, list, sender, gap)).get("id").asText();
    }

    private static void anotherNodeIsAliveAndNotReady(CadenzaProcess node) throws Exception {
        assertThat(node.get("/actuator/health/liveness").status()).as("a restart would not help").isEqualTo(200);
        assertThat(node.get("/actuator/health/readiness").status()).as("without its database").isEqualTo(503);
    }

    /** What was being handed over when the application was asked to end has its outcome when it has ended. */
    private static void endsWithNothingInTheAir(CadenzaProcess node, JdbcTemplate jdbc) throws Exception {
        Set<String> before = nodesOf(jdbc);
        Map<String, List<String>> claims = jdbc.query("select node, id::text from outbox_claim where done_at is null",
                (row, index) -> Map.entry(row.getString(1), row.getString(2))).stream().collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        assertThat(node.terminate()).as("exit status of SIGTERM").isEqualTo(143);
        Set<String> after = nodesOf(jdbc);
        String ended = before.stream().filter(name -> !after.contains(name)).findFirst().orElseThrow();
        assertThat(jdbc.queryForObject("select count(*) from message where claim_id = any(?::uuid[])"
                + " and state in ('CLAIMED', 'SENDING', 'UNKNOWN')", Long.class,
                (Object) claims.getOrDefault(ended, List.of()).toArray(String[]::new))).isZero();
        LOG.info("One node was asked to end, and ended with nothing in the air");
    }

    private static Set<String> nodesOf(JdbcTemplate jdbc) {
        return Set.copyOf(jdbc.queryForList("select node from outbox_node where lease_until > clock_timestamp()",
                String.class));
    }

    private static void whatPrometheusReads(CadenzaProcess node) throws Exception {
        assertThat(node.get("/actuator/prometheus", null).status()).isEqualTo(401);
        String scrape = node.get("/actuator/prometheus").body();
        assertThat(scrape).contains("cadenza_sends_total{", "cadenza_outbox_messages{", "cadenza_queue_age_seconds{",
                "cadenza_engine_jobs{", "cadenza_engine_incidents{", "cadenza_cohorts{", "cadenza_cohort_size{",
                "hikaricp_connections_active{", "jvm_memory_used_bytes{");
        assertThat(scrape.lines().filter(line -> line.startsWith("cadenza_"))).as("series of our own").hasSizeLessThan(60);
        assertThat(scrape).doesNotContain("@example.com");
        assertThat(node.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    private static void compare(JdbcTemplate jdbc, LedgerSmtpProcess server) {
        List<LedgerSmtpProcess.Entry> entries = server.entries();
        Map<String, Long> received = entries.stream().collect(Collectors.groupingBy(
                entry -> entry.messageId().replaceAll("^<|@.*$", ""), Collectors.counting()));
        Map<String, String> states = jdbc.query("select id, state from message", (row, index) ->
                Map.entry(row.getString(1), row.getString(2))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        long unknown = states.values().stream().filter("UNKNOWN"::equals).count();
        LOG.info("{} mails received by {} recipients, {} messages sent, {} unknown", entries.size(), received.size(),
                states.values().stream().filter("SENT"::equals).count(), unknown);

        assertThat(received.values()).as("how often each mail was received").containsOnly(1L);
        assertThat(entries.stream().map(LedgerSmtpProcess.Entry::recipient).collect(Collectors.groupingBy(
                Function.identity(), Collectors.counting())).values()).as("mails of each recipient").containsOnly(1L);
        assertThat(states).as("one message for each lead").hasSize(LEADS + WITH_GAP);
        assertThat(Set.copyOf(states.values())).isSubsetOf("SENT", "UNKNOWN", "QUEUED");
        assertThat(received.keySet()).as("what is SENT was received").containsAll(states.entrySet().stream()
                .filter(message -> message.getValue().equals("SENT")).map(Map.Entry::getKey).toList());
        assertThat(received.keySet()).as("what waits was not").doesNotContainAnyElementsOf(states.entrySet().stream()
                .filter(message -> message.getValue().equals("QUEUED")).map(Map.Entry::getKey).toList());
        assertThat(unknown).as("in flight at the kill and the crash").isLessThanOrEqualTo(4L * IN_FLIGHT);
        assertThat(entries.stream().filter(entry -> entry.recipient().startsWith("many")).count())
                .as("the daily limit").isLessThanOrEqualTo(DAILY_LIMIT);
        List<Instant> slow = jdbc.queryForList("select fenced_at from message m join lane l on l.id = m.lane_id"
                + " where l.gap_seconds = 1 and fenced_at is not null order by fenced_at", OffsetDateTime.class).stream()
                .map(OffsetDateTime::toInstant).toList();
        for (int i = 1; i < slow.size(); i++) {
            assertThat(Duration.between(slow.get(i - 1), slow.get(i))).as("the gap").isGreaterThanOrEqualTo(
                    Duration.ofMillis(999));
        }
    }

    /** The limit is used up, the slow campaign is through, and nobody is at work. */
    private static boolean over(JdbcTemplate jdbc) {
        Long gone = count(jdbc, "select count(*) from message where state in ('SENT', 'UNKNOWN')");
        return gone != null && gone == DAILY_LIMIT + WITH_GAP
                && count(jdbc, "select count(*) from outbox_claim where done_at is null") == 0;
    }

    private static void awaitSent(JdbcTemplate jdbc, int messages) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() ->
                count(jdbc, "select count(*) from message where state in ('SENT', 'UNKNOWN')") >= messages);
    }

    private static long count(JdbcTemplate jdbc, String query) {
        try {
            Long count = jdbc.queryForObject(query, Long.class);
            return count == null ? 0 : count;
        } catch (DataAccessException away) {
            return -1;
        }
    }

    private static JdbcTemplate jdbc(TestDatabase.Fresh database) {
        return new JdbcTemplate(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    }
}
