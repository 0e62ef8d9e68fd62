package dev.cadenza.channel;

import static dev.cadenza.channel.Mails.aMail;
import static dev.cadenza.channel.Mails.mailTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cadenza.channel.SendResult.Accepted;
import dev.cadenza.channel.SendResult.Deferred;
import dev.cadenza.channel.SendResult.Refused;
import dev.cadenza.channel.SendResult.Unknown;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpProviderTest {

    private final List<SmtpProvider> providers = new ArrayList<>();
    private FakeSmtp server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeSmtp().offers("PIPELINING", "8BITMIME", "SIZE 100000");
    }

    @AfterEach
    void stop() throws IOException {
        providers.forEach(SmtpProvider::close);
        server.close();
    }

    @Test
    void aGroupGoesOverOneConnectionInOrder() {
        List<OutgoingMail> group = mails(10);

        assertThat(send(provider(), group)).hasSize(10).allSatisfy(r -> assertThat(r).isEqualTo(new Accepted("Q1")));

        assertThat(server.connections).hasValue(1);
        assertThat(server.accepted).extracting(SmtpProviderTest::messageId)
                .containsExactlyElementsOf(group.stream().map(OutgoingMail::messageId).toList());
        assertThat(server.commands.stream().filter(c -> c.startsWith("RCPT")))
                .containsExactlyElementsOf(group.stream().map(m -> "RCPT TO:<" + m.to() + ">").toList());
    }

    @Test
    void withoutPipeliningEachCommandWaitsForItsAnswer() throws IOException {
        server.offers("8BITMIME").on("RCPT", number -> number == 2 ? "550 5.1.1 unknown" : "250 ok");

        assertThat(send(provider(), mails(3))).satisfiesExactly(
                r -> assertThat(r).isInstanceOf(Accepted.class),
                r -> assertThat(r).isEqualTo(new Refused("550 5.1.1 unknown", true)),
                r -> assertThat(r).isInstanceOf(Accepted.class));

        assertThat(server.count("DATA")).isEqualTo(2);
        assertThat(server.count("RSET")).isEqualTo(1);
    }

    @Test
    void linesThatBeginWithADotArriveAsTheyWere() {
        send(provider(), List.of(aMail().html(null).text(".\r\n..two\r\n.x\r\nend.").build()));

        assertThat(server.accepted.get(0)).endsWith("\r\n\r\n.\r\n..two\r\n.x\r\nend.\r\n");
    }

    @Test
    void aServerThatOnlyKnowsHeloIsServed() {
        server.on("EHLO", "502 5.5.1 what");

        assertThat(send(provider(), mails(2))).allMatch(Accepted.class::isInstance);
        assertThat(server.commands.get(1)).isEqualTo("HELO [127.0.0.1]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MAIL | 451 4.3.0 later                     | Deferred
            MAIL | 550 5.1.8 bad sender                | Refused
            MAIL | 530 5.7.0 must issue STARTTLS first | Deferred
            RCPT | 450 4.2.1 greylisted                | Deferred
            RCPT | 550 5.1.1 no such user              | BadAddress
            RCPT | 550 5.1.10 null MX                  | BadAddress
            RCPT | 550 No such user here               | BadAddress
            RCPT | 553 mailbox name invalid            | BadAddress
            RCPT | 550 5.7.1 relaying denied           | Refused
            RCPT | 552 5.2.2 mailbox full              | Refused
            RCPT | 550 blocked by policy               | Refused
            DATA | 451 4.3.0 later                     | Deferred
            DATA | 554 5.5.1 no                        | Refused
            CONTENT | 452 4.3.1 full                   | Deferred
            CONTENT | 421 4.3.0 going down             | Deferred
            CONTENT | 554 5.7.1 looks like spam        | Refused
            CONTENT | 550 5.1.1 no such user           | BadAddress
            CONTENT | 334 nonsense                     | Unknown
            CONTENT | nonsense                         | Unknown
            CONTENT | close                            | Unknown
            CONTENT | reset                            | Unknown
            CONTENT | silence                          | Unknown
            MAIL    | close                            | Deferred
            RCPT    | reset                            | Deferred
            DATA    | close                            | Deferred
            DATA    | silence                          | Deferred
            MAIL    | 421 4.7.0 too many               | Deferred
            """)
    void everyAnswerHasItsOutcomeAndOtherMailsAreNotConcerned(String verb, String answer, String outcome)
            throws IOException {
        for (boolean pipelining : new boolean[] {true, false}) {
            try (FakeSmtp fake = new FakeSmtp().offers(pipelining ? "PIPELINING" : "X")) {
                fake.on(verb, number -> number == 2 ? answer : verb.equals("DATA") ? "354 go" : "250 ok");

                List<SendResult> results = send(provider(fake.port()), mails(3));

                assertThat(results).hasSize(3);
                assertThat(results.get(0)).isInstanceOf(Accepted.class);
                boolean reconnected = !verb.equals("CONTENT") && List.of("close", "reset", "421 4.7.0 too many")
                        .contains(answer);
                assertThat(name(results.get(1))).isEqualTo(reconnected ? "Accepted" : outcome);
                assertThat(name(results.get(2))).isEqualTo(answer.equals("silence") ? "Deferred" : "Accepted");
                long once = fake.accepted.stream().map(SmtpProviderTest::messageId).distinct().count();
                assertThat(fake.accepted).hasSize((int) once);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GREETING | 421 4.3.2 busy
            GREETING | 554 5.7.1 your address is blocked
            GREETING | close
            EHLO     | 421 4.3.2 busy
            EHLO     | 451 later
            MAIL     | close
            MAIL     | 421 4.7.0 too many
            RCPT     | close
            DATA     | 421 4.3.0 shutting down
            """)
    void aServerThatTakesNothingDefersAllWithoutBeingAskedForEach(String verb, String answer) {
        server.on(verb, answer);

        assertThat(send(provider(), mails(5))).hasSize(5).allMatch(Deferred.class::isInstance);

        assertThat(server.connections).hasValue(1);
        assertThat(server.accepted).isEmpty();
    }

    @Test
    void aServerThatIsNotThereDefersAll() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThat(send(provider(port), mails(3))).hasSize(3).allSatisfy(result -> assertThat(result)
                .isInstanceOfSatisfying(Deferred.class, d -> assertThat(d.reason()).contains("No connection to")));
    }

    @Test
    void anUnknownHostDefersAll() {
        SmtpProvider provider = provider("host", "nowhere.invalid", "port", 25);

        assertThat(send(provider, mails(2))).hasSize(2).allMatch(Deferred.class::isInstance);
    }

    @Test
    void aBreakInTheMiddleLeavesOneMailUnknownAndTheOthersGoOverAnotherConnection() {
        server.on("CONTENT", number -> number == 4 ? FakeSmtp.RESET : "250 ok");

        List<SendResult> results = send(provider(), mails(10));

        assertThat(results).filteredOn(Unknown.class::isInstance).hasSize(1);
        assertThat(results.get(3)).isInstanceOf(Unknown.class);
        assertThat(results).filteredOn(Accepted.class::isInstance).hasSize(9);
        assertThat(server.connections).hasValue(2);
        assertThat(server.count("DATA")).isBetween(10L, 11L);
    }

    @Test
    void aServerThatClosesAfterEachMailGetsAConnectionForEach() {
        server.on("MAIL", number -> number % 2 == 0 ? "421 4.7.0 one mail a connection" : "250 ok");

        assertThat(send(provider(), mails(5))).hasSize(5).allMatch(Accepted.class::isInstance);
        assertThat(server.accepted).hasSize(5);
    }

    @Test
    void aKeptConnectionThatDiedIsReplacedUnnoticed() throws IOException {
        SmtpProvider provider = provider();
        send(provider, mails(2));
        assertThat(provider.idleConnections()).isEqualTo(1);
        server.dropConnections();

        assertThat(send(provider, mails(2))).allMatch(Accepted.class::isInstance);

        assertThat(server.connections).hasValue(2);
        assertThat(server.accepted).hasSize(4);
    }

    @Test
    void aKeptConnectionIsUsedAgainAndClosedWhenIdle() {
        SmtpProvider provider = provider("idle-timeout", "150ms");
        send(provider, mails(1));
        send(provider, mails(1));
        assertThat(server.connections).hasValue(1);

        await().until(() -> provider.idleConnections() == 0 && server.count("QUIT") == 1);

        assertThat(send(provider, mails(1))).allMatch(Accepted.class::isInstance);
    }

    @Test
    void afterARefusalTheConnectionGoesOn() {
        server.on("RCPT", number -> number % 2 == 0 ? "550 5.1.1 unknown" : "250 ok")
                .on("DATA", number -> number % 2 == 0 ? "554 no valid recipients" : "354 go");

        List<SendResult> results = send(provider(), mails(6));

        assertThat(results).extracting(SmtpProviderTest::name)
                .containsExactly("Accepted", "BadAddress", "Accepted", "BadAddress", "Accepted", "BadAddress");
        assertThat(server.connections).hasValue(1);
        assertThat(server.count("RSET")).isEqualTo(2);
    }

    @Test
    void aServerThatAsksForContentWithoutARecipientGetsNone() {
        server.on("RCPT", number -> number == 2 ? "550 5.1.1 unknown" : "250 ok");

        assertThat(send(provider(), mails(3))).extracting(SmtpProviderTest::name)
                .containsExactly("Accepted", "BadAddress", "Accepted");

        assertThat(server.accepted).hasSize(3);
        assertThat(server.accepted.get(1)).isEmpty();
    }

    @Test
    void aMailThatCanNotBeWrittenIsRefusedWithoutAskingTheServer() {
        List<OutgoingMail> group = List.of(mailTo("no address"), mailTo("a@example.org"),
                aMail().header("X-A", "1\r\nBcc: x@example.org").build(), mailTo("b@example.org"),
                aMail().to("a@example.org>\r\nRCPT TO:<evil@example.org", null).build());

        assertThat(send(provider(), group)).extracting(SmtpProviderTest::name)
                .containsExactly("BadAddress", "Accepted", "Refused", "Accepted", "BadAddress");
        assertThat(server.count("RCPT")).isEqualTo(2);
    }

    @Test
    void aMailThatIsLargerThanTheServerTakesIsRefused() {
        List<OutgoingMail> group = List.of(aMail().text("x".repeat(200_000)).build(), mailTo("a@example.org"));

        assertThat(send(provider(), group)).extracting(SmtpProviderTest::name).containsExactly("Refused", "Accepted");
        assertThat(server.count("MAIL")).isEqualTo(1);
        assertThat(server.commands).anyMatch(c -> c.matches("MAIL FROM:<bounces@example.com> SIZE=[0-9]+"));
    }

    @Test
    void anAddressBeyondAsciiNeedsAServerThatTakesIt() {
        OutgoingMail mail = aMail().to("müller@bücher.example", null).build();
        assertThat(send(provider(), List.of(mail))).extracting(SmtpProviderTest::name).containsExactly("Refused");
        assertThat(server.commands).noneMatch(c -> c.startsWith("MAIL"));

        server.offers("PIPELINING", "8BITMIME", "SMTPUTF8");
        assertThat(send(provider(), List.of(mail))).allMatch(Accepted.class::isInstance);
        assertThat(server.commands).contains("MAIL FROM:<bounces@example.com> BODY=8BITMIME SMTPUTF8",
                "RCPT TO:<müller@xn--bcher-kva.example>");
    }

    @Test
    void aServerThatTakesNoMoreBytesIsGivenUp() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0)) {
            Thread thread = new Thread(() -> {
                try (var client = deaf.accept()) {
                    client.setReceiveBufferSize(1024);
                    for (String reply : List.of("220 x", "250 x", "250 x", "250 x", "354 x")) {
                        client.getOutputStream().write((reply + "\r\n").getBytes());
                    }
                    Thread.sleep(60_000);
                } catch (IOException | InterruptedException ended) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.setDaemon(true);
            thread.start();

            List<SendResult> results = send(provider(deaf.getLocalPort()),
                    List.of(aMail().text("x".repeat(30_000_000)).build()));

            assertThat(results).hasSize(1).allMatch(Unknown.class::isInstance);
            thread.interrupt();
        }
    }

    @Test
    void whatTheCallerThrowsEndsTheGroupAndTheConnection() {
        SmtpProvider provider = provider();

        assertThatThrownBy(() -> provider.send(List.copyOf(mails(3)), (mail, result) -> {
            throw new IllegalStateException("no database");
        })).hasMessage("no database");

        assertThat(provider.idleConnections()).isZero();
        assertThat(server.accepted).hasSize(1);
    }

    @Nested
    class WithLogin {

        @ParameterizedTest
        @ValueSource(strings = {"AUTH PLAIN LOGIN", "AUTH=PLAIN", "AUTH LOGIN CRAM-MD5"})
        void theServersMechanismIsUsed(String offered) {
            server.offers(offered).on("AUTH", "334 VXNlcm5hbWU6");
            if (offered.contains("PLAIN")) {
                server.on("AUTH", "235 2.7.0 ok");
            }
            server.on("ZM9V", "334 UGFzc3dvcmQ6");

            SmtpProvider provider = provider("username", "foo", "password", "a'ë");
            List<SendResult> results = send(provider, mails(1));

            if (offered.contains("PLAIN")) {
                assertThat(results).allMatch(Accepted.class::isInstance);
                assertThat(server.commands).contains("AUTH PLAIN " + base64("\0foo\0a'ë"));
            } else {
                assertThat(server.commands).containsSubsequence("AUTH LOGIN", base64("foo"), base64("a'ë"));
            }
        }

        @Test
        void aWrongPasswordDefers() {
            server.offers("AUTH PLAIN").on("AUTH", "535 5.7.8 wrong");

            List<SendResult> results = send(provider("username", "foo", "password", "bar"), mails(2));

            assertThat(results).hasSize(2).allSatisfy(result -> assertThat(result).isInstanceOfSatisfying(
                    Deferred.class, d -> assertThat(d.reason()).contains("535 5.7.8 wrong").doesNotContain("bar")));
        }

        private String base64(String text) {
            return java.util.Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @Nested
    class WithTls {

        @TempDir
        Path directory;

        @Test
        void startTlsIsUsedWhereOfferedAndTheCertificateIsChecked() throws Exception {
            SSLContext tls = Certificates.selfSigned(directory);
            try (FakeSmtp fake = new FakeSmtp(tls).offers("STARTTLS", "PIPELINING")) {
                assertThat(send(tlsProvider(fake, tls.getSocketFactory(), "host", "localhost"), mails(3)))
                        .allMatch(Accepted.class::isInstance);
                assertThat(fake.count("EHLO")).isEqualTo(2);

                assertThat(send(tlsProvider(fake, tls.getSocketFactory(), "host", "127.0.0.1"), mails(1)))
                        .as("another name").allMatch(Deferred.class::isInstance);
                assertThat(send(tlsProvider(fake, (SSLSocketFactory) SSLSocketFactory.getDefault(), "host",
                        "localhost"), mails(1))).as("a stranger").allMatch(Deferred.class::isInstance);
                assertThat(fake.accepted).hasSize(3);
            }
        }

        @Test
        void implicitTlsIsUsedWhereSet() throws Exception {
            SSLContext tls = Certificates.selfSigned(directory);
            try (FakeSmtp fake = new FakeSmtp(tls).implicitTls().offers("PIPELINING")) {
                assertThat(send(tlsProvider(fake, tls.getSocketFactory(), "host", "localhost", "ssl", true), mails(3)))
                        .allMatch(Accepted.class::isInstance);
            }
        }

        @Test
        void nothingIsSentInTheClearWhereTlsIsRequired() {
            assertThat(send(provider("start-tls", "required"), mails(1))).allMatch(Deferred.class::isInstance);
            assertThat(server.commands).noneMatch(command -> command.startsWith("MAIL"));
        }

        private SmtpProvider tlsProvider(FakeSmtp fake, SSLSocketFactory tls, Object... settings) {
            MailProperties.Smtp smtp = settings(fake.port(), settings);
            return keep(new SmtpProvider(new SmtpConnector(String.valueOf(smtp.host()), smtp.port(), smtp, tls), smtp,
                    Clock.systemUTC()));
        }
    }

    private SmtpProvider provider(Object... settings) {
        return provider(settings(server.port(), settings));
    }

    private SmtpProvider provider(int port) {
        return provider(settings(port));
    }

    private SmtpProvider provider(MailProperties.Smtp smtp) {
        return keep(new SmtpProvider(new SmtpConnector(String.valueOf(smtp.host()), smtp.port(), smtp,
                (SSLSocketFactory) SSLSocketFactory.getDefault()), smtp, Clock.systemUTC()));
    }

    private SmtpProvider keep(SmtpProvider provider) {
        providers.add(provider);
        return provider;
    }

    private static MailProperties.Smtp settings(int port, Object... settings) {
        List<Object> all = new ArrayList<>(List.of("smtp.host", "127.0.0.1", "smtp.port", port,
                "smtp.read-timeout", "700ms", "smtp.connect-timeout", "2s"));
        for (int i = 0; i < settings.length; i += 2) {
            Collections.addAll(all, "smtp." + settings[i], settings[i + 1]);
        }
        return Settings.mail(all.toArray()).smtp();
    }

    private static List<OutgoingMail> mails(int count) {
        return IntStream.range(0, count).mapToObj(i -> mailTo("lead" + i + "@example.org")).toList();
    }

    /** In the order of the group; a mail that is reported twice fails the test. */
    private static List<SendResult> send(SmtpProvider provider, List<OutgoingMail> group) {
        Map<OutgoingMail, SendResult> results = new LinkedHashMap<>();
        provider.send(List.copyOf(group), (mail, result) ->
                assertThat(results.put((OutgoingMail) mail, result)).isNull());
        assertThat(results).containsOnlyKeys(group.toArray(OutgoingMail[]::new));
        return group.stream().map(results::get).toList();
    }

    private static String name(SendResult result) {
        return result instanceof Refused refused && refused.badAddress() ? "BadAddress"
                : result.getClass().getSimpleName();
    }

    private static String messageId(String content) {
        return content.lines().filter(line -> line.startsWith("Message-ID: ")).findFirst()
                .map(line -> line.substring(12)).orElse("none");
    }
}
