package dev.cadenza.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one server, up to the point where it takes mails: greeting, EHLO, TLS, login. Certificates are
 * checked against the JVM's trust store and the host's name.
 */
final class SmtpConnector {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LATER = Duration.ofMinutes(5);

    private final String host;
    private final int port;
    private final MailProperties.Smtp settings;
    private final SSLSocketFactory tls;
    private final @Nullable AccessTokens tokens;

    SmtpConnector(String host, int port, MailProperties.Smtp settings, SSLSocketFactory tls) {
        this(host, port, settings, tls, null);
    }

    /** @param tokens for a login with XOAUTH2 in place of a password */
    SmtpConnector(String host, int port, MailProperties.Smtp settings, SSLSocketFactory tls,
            @Nullable AccessTokens tokens) {
        this.tokens = tokens;
        this.host = host;
        this.port = port;
        this.settings = settings;
        this.tls = tls;
    }

    /** @throws SmtpFailure where the server can't be reached or does not let us in; no mail is concerned */
    SmtpConnection open() throws SmtpFailure {
        Socket socket = connect();
        @Nullable SmtpConnection connection = null;
        try {
            connection = new SmtpConnection(socket);
            if (settings.ssl()) {
                connection.secure(secured(socket));
            }
            expect(connection.read(), "greets us with");
            hello(connection);
            startTls(connection);
            if (tokens != null) {
                login(connection, tokens);
            } else if (settings.authenticates()) {
                login(connection);
            }
            return connection;
        } catch (SmtpFailure failure) {
            socketClosed(socket);
            throw failure;
        } catch (IOException failure) {
            socketClosed(socket);
            throw new SmtpFailure("The connection to " + host + ":" + port + " failed before any mail was named: "
                    + reason(failure), SOON, failure);
        }
    }

    private Socket connect() throws SmtpFailure {
        @Nullable IOException last = null;
        for (InetAddress address : addresses()) {
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout((int) settings.readTimeout().toMillis());
                socket.connect(new InetSocketAddress(address, port), (int) settings.connectTimeout().toMillis());
                return socket;
            } catch (IOException unreachable) {
                socketClosed(socket);
                last = unreachable;
            }
        }
        throw new SmtpFailure("No connection to " + host + ":" + port + ": " + reason(last), SOON, last);
    }

    private List<InetAddress> addresses() throws SmtpFailure {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException unknown) {
            throw new SmtpFailure("The host " + host + " is unknown", LATER, unknown);
        }
    }

    private void hello(SmtpConnection connection) throws IOException {
        String name = settings.heloName() == null || settings.heloName().isBlank() ? connection.addressLiteral()
                : settings.heloName();
        SmtpReply reply = connection.ask("EHLO " + name);
        if (reply.isPositive()) {
            connection.extensions(reply);
        } else if (reply.isPermanent()) {
            expect(connection.ask("HELO " + name), "answers HELO with");
        } else {
            expect(reply, "answers EHLO with");
        }
    }

    private void startTls(SmtpConnection connection) throws IOException {
        if (settings.ssl() || settings.startTls() == MailProperties.StartTls.OFF) {
            return;
        }
        if (connection.offers("STARTTLS")) {
            expect(connection.ask("STARTTLS"), "answers STARTTLS with");
            connection.secure(secured(connection.socket()));
            hello(connection);
        } else if (settings.startTls() == MailProperties.StartTls.REQUIRED) {
            throw new SmtpFailure(host + ":" + port + " offers no TLS, and cadenza.mail.smtp.start-tls is REQUIRED",
                    LATER, null);
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** SASL XOAUTH2, as Microsoft and Google speak it. */
    private void login(SmtpConnection connection, AccessTokens from) throws IOException {
        requirePrivacy(connection);
        String token;
        try {
            token = from.get();
        } catch (IOException noToken) {
            throw new SmtpFailure(reason(noToken), LATER, noToken);
        }
        SmtpReply reply = connection.ask("AUTH XOAUTH2 " + base64("user=" + settings.username() + "\1auth=Bearer " + token
                + "\1\1"));
        if (reply.code() == 334) {
            reply = connection.ask(""); // the challenge holds why; an empty answer ends it with an error
        }
        if (!reply.isPositive()) {
            from.forget();
        }
        expect(reply, "answers our login with");
    }

    private void requirePrivacy(SmtpConnection connection) throws SmtpFailure {
        boolean encrypted = connection.socket() instanceof SSLSocket;
        boolean local = connection.socket().getInetAddress().isLoopbackAddress();
        if (!encrypted && !local && settings.startTls() != MailProperties.StartTls.OFF) {
            throw new SmtpFailure(host + ":" + port + " offers no TLS: the password is not sent in the clear unless"
                    + " cadenza.mail.smtp.start-tls is OFF", LATER, null);
        }
    }

    private void login(SmtpConnection connection) throws IOException {
        requirePrivacy(connection);
        String offered = connection.extension("AUTH");
        Set<String> mechanisms = offered == null ? Set.of() : Set.of(List.of(offered.toUpperCase(Locale.ROOT)
                .split("\\s+")).stream().distinct().toArray(String[]::new));
        String user = settings.username() == null ? "" : settings.username();
        String password = settings.password() == null ? "" : settings.password();
        SmtpReply reply;
        if (mechanisms.contains("PLAIN")) {
            reply = connection.ask("AUTH PLAIN " + base64("\0" + user + "\0" + password));
        } else if (mechanisms.contains("LOGIN")) {
            reply = connection.ask("AUTH LOGIN");
            for (String answer : List.of(user, password)) {
                reply = reply.code() == 334 ? connection.ask(base64(answer)) : reply;
            }
        } else {
            throw new SmtpFailure(host + ":" + port + " offers neither AUTH PLAIN nor AUTH LOGIN", LATER, null);
        }
        expect(reply, "answers our login with");
    }

    private void expect(SmtpReply reply, String what) throws SmtpFailure {
        if (!reply.isPositive()) {
            throw new SmtpFailure(host + ":" + port + " " + what + " " + reply.sentence(),
                    reply.isPermanent() ? LATER : SOON, null);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "no address";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : HeaderText.clean(failure.getMessage());
    }

    private static void socketClosed(Socket socket) {
        try {
            socket.close();
        } catch (IOException nothingToSave) {
            // closed all the same
        }
    }
}
