package dev.cadenza.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cadenza.testing.LedgerApiProcess;
import dev.cadenza.testing.LedgerApiServer.Fault;
import dev.cadenza.testing.LedgerApiServer.Hooks;
import dev.cadenza.testing.LedgerSmtpProcess;
import dev.cadenza.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Kills the application while campaigns run through SendGrid, Twilio and Microsoft Graph, whose fakes, in a process of
 * their own, lose answers, answer 500 after they took a message, and turn some away; their reports come twice and before
 * their answers. Then compares what the application says it sent with what they say they took.
 * {@code -Dcadenza.kill.provider-count} sets the number of kills, {@code -Dcadenza.kill.seed} the moments.
 */
class ProviderKillTest {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderKillTest.class);
    private static final int KILLS = Integer.getInteger("cadenza.kill.provider-count", 2);
    private static final long SEED = Long.getLong("cadenza.kill.seed", 7);
    private static final int LEADS = Integer.getInteger("cadenza.kill.provider-leads", 300 + 250 * KILLS);
    /** A mail and an SMS in one campaign, a mail in the other. */
    private static final int EACH = 3;
    private static final List<String> POINTS = List.of("after-handover", "after-fence-commit", "before-record-commit",
            "after-claim", "before-fence-commit", "after-record-commit");
    private static final String[] SETTINGS = {
        "-Dcadenza.credentials.key=a2V5LWZvci10aGUta2lsbC10ZXN0LW9mLTMyYnl0ZXM=",
        "-Dcadenza.outbox.retry-after=1s", "-Dcadenza.outbox.max-retry-after=2s"};
    private static final String TOKEN = "kill-token";

    @Test
    void everyMessageIsTakenExactlyOnceOrStandsAsUnknownWhateverTheProvidersDo(@TempDir Path directory)
            throws Exception {
        TestDatabase.Fresh database = TestDatabase.fresh();
        try (LedgerApiProcess providers = LedgerApiProcess.start(directory.resolve("ledger"), "--twilio-token", TOKEN);
                LedgerSmtpProcess smtp = LedgerSmtpProcess.start(directory.resolve("smtp"))) {
            JdbcTemplate jdbc = new JdbcTemplate(new SingleConnectionDataSource(database.url(), database.user(),
                    database.password(), true));
            launch(database, smtp, providers, directory, jdbc);
            providers.fault(Fault.DROP, 97);
            providers.fault(Fault.ERROR, 71);
            providers.fault(Fault.RATE, 29);
            Random random = new Random(SEED);
            for (int kill = 1; kill <= KILLS; kill++) {
                providers.hooks(kill % 2 == 0 ? Hooks.EARLY : Hooks.DOUBLED);
                String point = POINTS.get((kill - 1) % POINTS.size()) + ":" + (2 + random.nextInt(10));
                try (CadenzaProcess application = start(database, smtp, directory, "-Dcadenza.crash-at=" + point)) {
                    reportTo(application, providers, jdbc);
                    await().atMost(Duration.ofMinutes(5)).until(() -> !application.alive() || done(jdbc));
                    LOG.info("Kill {} at {}", kill, point);
                    application.kill();
                }
                assertThat(done(jdbc)).as("all was over before kill %s: give it more leads", kill).isFalse();
            }
            finish(database, smtp, providers, directory, jdbc);
            compare(jdbc, providers);
        }
    }

    private static CadenzaProcess start(TestDatabase.Fresh database, LedgerSmtpProcess smtp, Path directory,
            String... more) throws Exception {
        String[] jvm = java.util.stream.Stream.of(SETTINGS, more).flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        return CadenzaProcess.start(database, smtp.port(), directory, jvm);
    }

    private static void reportTo(CadenzaProcess application, LedgerApiProcess providers, JdbcTemplate jdbc) {
        String channel = jdbc.queryForObject("select id::text from channel_config where provider = 'sendgrid'",
                String.class);
        providers.sendGridHook("http://127.0.0.1:" + application.port() + "/hooks/sendgrid/" + channel + "/events");
    }

    private static void launch(TestDatabase.Fresh database, LedgerSmtpProcess smtp, LedgerApiProcess providers,
            Path directory, JdbcTemplate jdbc) throws Exception {
        try (CadenzaProcess application = start(database, smtp, directory)) {
            application.awaitAnswer();
            String sendGrid = channel(application, """
                    {"name": "SendGrid", "provider": "sendgrid", "credentials": {"apiKey": "SG.x"},
                     "settings": {"baseUrl": "%s", "webhookPublicKey": "%s"}}""".formatted(providers.address(),
                    providers.sendGridPublicKey()));
            String graph = channel(application, """
                    {"name": "Graph", "provider": "microsoft365", "credentials": {"clientSecret": "right-secret"},
                     "settings": {"tenantId": "t", "clientId": "c", "mailbox": "sales@example.com", "graphUrl": "%s",
                                  "loginUrl": "%s"}}""".formatted(providers.address(), providers.address()));
            channel(application, """
                    {"name": "Twilio", "provider": "twilio", "channel": "SMS", "credentials": {"authToken": "%s"},
                     "settings": {"accountSid": "AC%s", "from": "+15550001111", "baseUrl": "%s", "timeout": "PT5S"}}
                    """.formatted(TOKEN, "1".repeat(32), providers.address()));
            String list = application.post("/api/v1/lists", "{\"name\":\"Everybody\"}").get("id").asText();
            jdbc.update("insert into lead(id, email, phone, first_name, source, created_at, updated_at)"
                    + " select gen_random_uuid(), 'lead' || n || '@example.com', '+4915112' || (100000 + n * 3 + 5),"
                    + " 'Lead ' || n, 'test', now(), now() from generate_series(1, ?) n", LEADS);
            jdbc.update("insert into lead_list_member(list_id, lead_id, added_at)"
                    + " select cast(? as uuid), id, now() from lead", list);
            campaign(application, list, sender(application, "one@example.com", sendGrid), """
                    [{"type": "EMAIL", "subject": "One for {{firstName}}", "body": "<p>First</p>"},
                     {"type": "SMS", "delay": "PT1S", "body": "Second for {{firstName}}"}]""");
            campaign(application, list, sender(application, "two@example.com", graph), """
                    [{"type": "EMAIL", "subject": "Three", "body": "<p>Third</p>"}]""");
            application.kill();
        }
    }

    private static String channel(CadenzaProcess application, String body) throws Exception {
        return application.post("/api/v1/channels", body).get("id").asText();
    }

    private static String sender(CadenzaProcess application, String email, String channel) throws Exception {
        return application.post("/api/v1/sender-accounts",
                "{\"email\": \"%s\", \"channelId\": \"%s\"}".formatted(email, channel)).get("id").asText();
    }

    private static void campaign(CadenzaProcess application, String list, String sender, String steps)
            throws Exception {
        String campaign = application.post("/api/v1/campaigns", """
                {"name": "Kill me %s", "listId": "%s", "senderAccountId": "%s", "steps": %s,
                 "settings": {"dailyLimit": 0, "delayBetweenEmailsSeconds": 0, "cohortSize": 50,
                              "sendWindowStart": "00:00", "sendWindowEnd": "23:59:59.999",
                              "sendDays": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY",
                                           "SUNDAY"]}}""".formatted(sender, list, sender, steps)).get("id").asText();
        application.post("/api/v1/campaigns/" + campaign + "/launch", "");
    }

    private static void finish(TestDatabase.Fresh database, LedgerSmtpProcess smtp, LedgerApiProcess providers,
            Path directory, JdbcTemplate jdbc) throws Exception {
        try (CadenzaProcess application = start(database, smtp, directory)) {
            reportTo(application, providers, jdbc);
            await().atMost(Duration.ofMinutes(10)).until(() -> done(jdbc));
            await().atMost(Duration.ofMinutes(2)).until(() -> jdbc.queryForObject(
                    "select count(*) from outbox_claim where done_at is null", Long.class) == 0);
            application.kill();
        }
    }

    private static void compare(JdbcTemplate jdbc, LedgerApiProcess providers) {
        Map<String, Long> taken = providers.entries().stream().collect(Collectors.groupingBy(
                LedgerApiProcess.Entry::ours, Collectors.counting()));
        Map<String, String> states = jdbc.query("select id, state from message", (row, index) ->
                Map.entry(row.getString(1), row.getString(2))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Set<String> unknown = inState(states, "UNKNOWN"::equals);
        LOG.info("{} messages taken, {} sent, {} unknown of which {} were taken; {}", taken.size(),
                inState(states, "SENT"::equals).size(), unknown.size(), unknown.stream().filter(taken::containsKey).count(),
                providers.entries().stream().collect(Collectors.groupingBy(LedgerApiProcess.Entry::provider,
                        Collectors.counting())));

        assertThat(taken.entrySet().stream().filter(message -> message.getValue() > 1))
                .as("messages taken more than once").isEmpty();
        assertThat(states.keySet()).as("messages taken that nobody sent").containsAll(taken.keySet());
        assertThat(states).as("one message for each lead and step").hasSize(LEADS * EACH);
        assertThat(Set.copyOf(states.values())).as("outcomes").isSubsetOf("SENT", "UNKNOWN");
        assertThat(taken.keySet()).as("messages that are SENT and were not taken")
                .containsAll(inState(states, "SENT"::equals));
        assertThat(jdbc.queryForObject("select count(*) from message where state = 'UNKNOWN' and fenced_at is null",
                Long.class)).as("unknown messages that were not in flight").isZero();
    }

    private static Set<String> inState(Map<String, String> states, Predicate<String> wanted) {
        return states.entrySet().stream().filter(message -> wanted.test(message.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static boolean done(JdbcTemplate jdbc) {
        return jdbc.queryForObject("select count(*) from message where state in ('SENT', 'UNKNOWN')", Long.class)
                == (long) LEADS * EACH;
    }
}
