package dev.cadenza.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.testing.LedgerSmtpProcess;
import dev.cadenza.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Kills the application again and again while a campaign runs, and then compares what it says it sent with what the
 * mail server, a process of its own, says it received. {@code -Dcadenza.kill.count} sets the number of kills,
 * {@code -Dcadenza.kill.seed} the moments. docs/exactly-once.md describes a change to the code that must make this
 * test fail.
 */
class KillTest {

    private static final Logger LOG = LoggerFactory.getLogger(KillTest.class);
    private static final int KILLS = Integer.getInteger("cadenza.kill.count", 20);
    private static final long SEED = Long.getLong("cadenza.kill.seed", 7);
    private static final int LEADS = Integer.getInteger("cadenza.kill.leads", 4_000);
    private static final int MAILS_EACH = 3;
    /** Workers times group size of one node: what can be in flight at the moment of a kill. */
    private static final int IN_FLIGHT = 20;
    private static final List<String> POINTS = List.of("after-claim", "before-fence-commit", "after-fence-commit",
            "after-handover", "before-record-commit", "after-record-commit");

    @Test
    void everyMailArrivesExactlyOnceOrStandsAsUnknownHoweverOftenTheApplicationIsKilled(@TempDir Path directory)
            throws Exception {
        TestDatabase.Fresh database = TestDatabase.fresh();
        try (LedgerSmtpProcess server = LedgerSmtpProcess.start(directory.resolve("ledger"))) {
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(database.url(), database.user(),
                    database.password(), true));
            launchCampaign(database, server, directory);
            Random random = new Random(SEED);
            for (int kill = 2; kill <= KILLS; kill++) {
                killOnce(kill, random, database, server, directory, jdbc);
                assertThat(done(jdbc)).as("the campaign was over before kill %s: give it more leads", kill).isFalse();
            }
            finish(database, server, directory, jdbc);
            compare(jdbc, server);
        }
    }

    /** The first kill comes as soon as the launch is answered. */
    private static void launchCampaign(TestDatabase.Fresh database, LedgerSmtpProcess server, Path directory)
            throws Exception {
        try (CadenzaProcess application = CadenzaProcess.start(database, server.port(), directory)) {
            application.awaitAnswer();
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(database.url(), database.user(),
                    database.password(), true));
            String list = application.post("/api/v1/lists", "{\"name\":\"Everybody\"}").get("id").asText();
            jdbc.update("insert into lead(id, email, first_name, source, created_at, updated_at)"
                    + " select gen_random_uuid(), 'lead' || n || '@example.com', 'Lead ' || n, 'test', now(), now()"
                    + " from generate_series(1, ?) n", LEADS);
            jdbc.update("insert into lead_list_member(list_id, lead_id, added_at)"
                    + " select cast(? as uuid), id, now() from lead", list);
            String sender = application.post("/api/v1/sender-accounts",
                    "{\"email\":\"sales@cadenza.test\"}").get("id").asText();
            String campaign = application.post("/api/v1/campaigns", """
                    {"name": "Kill me", "listId": "%s", "senderAccountId": "%s",
                     "steps": [{"type": "EMAIL", "subject": "One for {{firstName}}", "body": "<p>First</p>"},
                               {"type": "EMAIL", "delay": "PT1S", "subject": "Two", "body": "<p>Second</p>"},
                               {"type": "EMAIL", "delay": "PT1S", "subject": "Three", "body": "<p>Third</p>"}],
                     "settings": {"dailyLimit": 0, "delayBetweenEmailsSeconds": 0, "cohortSize": 50,
                                  "sendWindowStart": "00:00", "sendWindowEnd": "23:59:59.999",
                                  "sendDays": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                                               "SUNDAY"]}}""".formatted(list, sender)).get("id").asText();
            application.post("/api/v1/campaigns/" + campaign + "/launch", "");
            application.kill();
        }
    }

    /** Every other kill happens at a named point of the code, the others at any moment. */
    private static void killOnce(int kill, Random random, TestDatabase.Fresh database, LedgerSmtpProcess server,
            Path directory, JdbcTemplate jdbc) throws Exception {
        long before = gone(jdbc);
        boolean named = kill % 2 == 0;
        String point = POINTS.get(kill / 2 % POINTS.size()) + ":" + (1 + random.nextInt(12));
        String[] jvm = named ? new String[] {"-Dcadenza.crash-at=" + point} : new String[0];
        try (CadenzaProcess application = CadenzaProcess.start(database, server.port(), directory, jvm)) {
            if (named) {
                await().atMost(Duration.ofMinutes(5)).until(() -> !application.alive() || done(jdbc));
                LOG.info("Kill {} at {}", kill, point);
            } else {
                int some = 1 + random.nextInt(250);
                await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(25))
                        .until(() -> gone(jdbc) >= before + some || done(jdbc));
                LOG.info("Kill {} after {} more mails", kill, some);
            }
            application.kill();
        }
    }

    private static void finish(TestDatabase.Fresh database, LedgerSmtpProcess server, Path directory,
            JdbcTemplate jdbc) throws Exception {
        try (CadenzaProcess application = CadenzaProcess.start(database, server.port(), directory)) {
            await().atMost(Duration.ofMinutes(10)).until(() -> "COMPLETED".equals(
                    jdbc.queryForObject("select status from campaign", String.class)));
            application.kill();
        }
    }

    private static void compare(JdbcTemplate jdbc, LedgerSmtpProcess server) {
        Map<String, Long> received = server.entries().stream().collect(Collectors.groupingBy(
                entry -> entry.messageId().replaceAll("^<|@.*$", ""), Collectors.counting()));
        Map<String, String> states = jdbc.query("select id, state from message", (row, index) ->
                Map.entry(row.getString(1), row.getString(2))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<String> unknown = inState(states, "UNKNOWN"::equals);
        LOG.info("{} mails received, {} messages sent, {} unknown of which {} were received", received.size(),
                inState(states, "SENT"::equals).size(), unknown.size(),
                unknown.stream().filter(received::containsKey).count());

        assertThat(received.entrySet().stream().filter(mail -> mail.getValue() > 1))
                .as("mails received more than once").isEmpty();
        assertThat(states.keySet()).as("mails received that nobody sent").containsAll(received.keySet());
        assertThat(states).as("one message for each lead and mail").hasSize(LEADS * MAILS_EACH);
        assertThat(Set.copyOf(states.values())).as("outcomes").isSubsetOf("SENT", "UNKNOWN");
        assertThat(received.keySet()).as("messages that are SENT and were not received")
                .containsAll(inState(states, "SENT"::equals));
        assertThat(unknown.size()).as("messages in flight at a kill").isLessThanOrEqualTo(KILLS * IN_FLIGHT);
        assertThat(jdbc.queryForObject("select count(*) from message where state = 'UNKNOWN'"
                + " and (fenced_at is null or attempt <> 1)", Long.class))
                .as("unknown messages that were not in flight, or were tried again").isZero();
        assertThat(jdbc.queryForObject("select count(*) from (select enrollment_id from message group by 1"
                + " having count(distinct step_id) <> ?) incomplete", Long.class, MAILS_EACH))
                .as("enrollments that missed a mail").isZero();
    }

    private static Set<String> inState(Map<String, String> states, Function<String, Boolean> wanted) {
        return states.entrySet().stream().filter(message -> wanted.apply(message.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static long gone(JdbcTemplate jdbc) {
        return jdbc.queryForObject("select count(*) from message where state = 'SENT'", Long.class);
    }

    private static boolean done(JdbcTemplate jdbc) {
        return jdbc.queryForObject("select count(*) from message where state in ('SENT', 'UNKNOWN')", Long.class)
                == (long) LEADS * MAILS_EACH;
    }
}
