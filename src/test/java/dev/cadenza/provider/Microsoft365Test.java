package dev.cadenza.provider;

import static dev.cadenza.channel.ChannelFixture.mail;
import static dev.cadenza.channel.ChannelFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelFixture;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingMail;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.StatusLookup;
import dev.cadenza.channel.StatusLookup.Finding;
import dev.cadenza.testing.LedgerApiServer;
import dev.cadenza.testing.LedgerApiServer.Fault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Microsoft365Test {

    private LedgerApiServer server;

    @BeforeEach
    void open() throws IOException {
        server = new LedgerApiServer(0, null);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Carrier graph(String secret) {
        return ChannelFixture.open(new Microsoft365(Clock.systemUTC()), ChannelType.EMAIL, Map.of("tenantId", "tenant",
                "clientId", "client", "clientSecret", secret, "mailbox", "sales@example.com",
                "graphUrl", server.address(), "loginUrl", server.address()));
    }

    @Test
    void aMailGoesToGraphAsMimeWithAllItsHeaders() {
        OutgoingMail mail = mail("lead@example.org");

        assertThat(send(graph("right-secret"), mail)).containsExactly(new SendResult.Accepted(null));

        assertThat(server.requests()).extracting(LedgerApiServer.Request::path).containsExactly(
                "/tenant/oauth2/v2.0/token", "/v1.0/users/sales%40example.com/sendMail");
        assertThat(server.requests().get(0).form()).containsEntry("grant_type", "client_credentials")
                .containsEntry("scope", "https://graph.microsoft.com/.default");
        String mime = new String(Base64.getDecoder().decode(server.last().body()), StandardCharsets.US_ASCII);
        assertThat(mime).contains("Message-ID: " + mail.messageId(), "List-Unsubscribe: <https://mail.example.com/u/x>",
                "To: lead@example.org", "Content-Type: multipart/alternative");
    }

    @Test
    void oneTokenServesManyMails() {
        Carrier graph = graph("right-secret");
        send(graph, mail("a@example.org"), mail("b@example.org"));
        send(graph, mail("c@example.org"));

        assertThat(server.requests()).filteredOn(request -> request.path().endsWith("/token")).hasSize(1);
        assertThat(server.requests()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"DROP, Unknown", "ERROR, Unknown", "RATE, Deferred", "REFUSE, Refused"})
    void eachFaultHasItsOutcomeAndNothingIsTriedTwice(Fault fault, String outcome) {
        server.fault(fault, 1);

        assertThat(send(graph("right-secret"), mail("a@example.org"))).extracting(r -> r.getClass().getSimpleName())
                .containsExactly(outcome);

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void withoutATokenTheMailWaitsAndSaysWhy() {
        assertThat(send(graph("wrong"), mail("a@example.org"))).singleElement().isInstanceOfSatisfying(
                SendResult.Deferred.class, deferred -> assertThat(deferred.reason()).contains("Invalid client secret"));
    }

    @Test
    void whatNobodyKnowsIsFoundAmongTheSentItemsOrNot() {
        server.fault(Fault.DROP, 1);
        Carrier graph = graph("right-secret");
        OutgoingMail taken = mail("a@example.org");
        send(graph, taken);

        assertThat(((StatusLookup) graph).lookUp(taken, Instant.now())).isInstanceOf(Finding.Taken.class);
        assertThat(((StatusLookup) graph).lookUp(mail("a@example.org"), Instant.now()))
                .isInstanceOf(Finding.NotFound.class);
    }

    @Test
    void overSmtpItLogsInWithTheTokenInPlaceOfAPassword() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        try (ServerSocket smtp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(smtp, lines));
            thread.setDaemon(true);
            thread.start();
            try (Carrier carrier = ChannelFixture.open(new Microsoft365(Clock.systemUTC()), ChannelType.EMAIL, Map.of(
                    "tenantId", "tenant", "clientId", "client", "clientSecret", "right-secret", "mailbox",
                    "sales@example.com", "mode", "SMTP", "loginUrl", server.address(), "smtpHost", "127.0.0.1",
                    "smtpPort", String.valueOf(smtp.getLocalPort())))) {

                assertThat(send(carrier, mail("lead@example.org"))).singleElement()
                        .isInstanceOf(SendResult.Accepted.class);
            }
        }
        String login = lines.stream().filter(line -> line.startsWith("AUTH XOAUTH2 ")).findFirst().orElseThrow();
        assertThat(new String(Base64.getDecoder().decode(login.substring(13)), StandardCharsets.UTF_8)).isEqualTo(
                "user=sales@example.com\1auth=Bearer token-for-https://outlook.office365.com/.default\1\1");
    }

    /** As much SMTP as one mail needs. */
    private static void serve(ServerSocket smtp, List<String> lines) {
        try (Socket client = smtp.accept()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            out.write("220 ready\r\n".getBytes(StandardCharsets.US_ASCII));
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
                if (data && !line.equals(".")) {
                    continue;
                }
                String answer = line.startsWith("EHLO") ? "250-here\r\n250 AUTH XOAUTH2"
                        : line.startsWith("AUTH") ? "235 2.7.0 Authentication successful"
                        : line.equals("DATA") ? "354 go" : "250 ok";
                data = line.equals("DATA");
                out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException closed) {
            lines.add("closed");
        }
    }
}
