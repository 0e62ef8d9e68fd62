package dev.cadenza.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The APIs of SendGrid, Twilio, Microsoft Graph, Meta and a push service as far as messages go, in their real wire
 * formats, for this process or one of its own. What it takes goes into a durable ledger, one line for each message, on
 * the disk before the client hears of it: {@code provider TAB our id TAB recipient TAB its own id}.
 *
 * <p>Arguments: {@code --ledger FILE}, {@code --port N} (0 for a free one), {@code --twilio-token TOKEN} (signs its
 * callbacks), {@code --sendgrid-hook URL} (where its events go). The first line on stdout is the port, the second the
 * public key of SendGrid's events. Lines on stdin, each answered by a line: {@code fault NAME=N} (that fault befalls every
 * Nth message from now on; 0 for never), {@code hooks NAME} (see {@link Hooks}), {@code delay MILLIS} (of slow answers),
 * {@code count}; the end of stdin ends the process.
 */
public final class LedgerApiServer implements AutoCloseable {

    /** What can go wrong for a message. */
    public enum Fault {
        /** Takes it, and closes the connection without a word. */
        DROP,
        /** Closes the connection when the request has come, and takes nothing. */
        CUT,
        /** Takes it, and answers after {@code delay}. */
        SLOW,
        /** Takes it, and answers 500. */
        ERROR,
        /** 429, and takes nothing. */
        RATE,
        /** 400, and takes nothing. */
        REFUSE
    }

    /** How status reports come. */
    public enum Hooks {
        NONE,
        /** One for each status, in order, after the answer. */
        ORDERLY,
        /** Each twice. */
        DOUBLED,
        /** The last status first. */
        REORDERED,
        /** Before the answer to the request. */
        EARLY
    }

    /** A request as it came. @param path with its query */
    public record Request(String method, String path, Map<String, String> headers, String body, byte[] raw) {

        /** The body of a form. */
        public Map<String, String> form() {
            return LedgerApiServer.form(body);
        }
    }

    private record Taken(String provider, String ours, String to, String id, String text, Instant at) {
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TWILIO = Pattern.compile("/2010-04-01/Accounts/(AC\\w+)/Messages\\.json");
    private static final Pattern GRAPH_SEND = Pattern.compile("/v1\\.0/users/([^/]+)/sendMail");
    private static final Pattern GRAPH_SENT = Pattern.compile("/v1\\.0/users/([^/]+)/mailFolders/sentitems/messages");
    private static final Pattern META = Pattern.compile("/v\\d+\\.\\d+/\\w+/messages");
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final HttpServer http;
    private final ExecutorService threads;
    private final @Nullable Ledger ledger;
    private final HookSender hookSender = new HookSender();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final AtomicLong seen = new AtomicLong();
    private volatile Hooks hooks = Hooks.NONE;
    private volatile String twilioToken = "";
    private volatile @Nullable String sendGridHook;
    private volatile Duration slow = Duration.ofSeconds(5);

    public LedgerApiServer(int port, @Nullable Path ledger) throws IOException {
        this.ledger = ledger == null ? null : new Ledger(ledger);
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "fake-api");
            thread.setDaemon(true);
            return thread;
        });
        http.setExecutor(threads);
        http.createContext("/", this::serve);
        http.start();
    }

    public static void main(String[] arguments) throws IOException {
        int port = 0;
        Path ledger = null;
        String token = "";
        String hook = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--port" -> port = Integer.parseInt(arguments[++i]);
                case "--ledger" -> ledger = Path.of(arguments[++i]);
                case "--twilio-token" -> token = arguments[++i];
                case "--sendgrid-hook" -> hook = arguments[++i];
                default -> throw new IllegalArgumentException("Unknown argument " + arguments[i]);
            }
        }
        LedgerApiServer server = new LedgerApiServer(port, ledger);
        server.twilioToken = token;
        server.sendGridHook = hook;
        System.out.println(server.port());
        System.out.println(server.sendGridPublicKey());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(server.command(line));
        }
        Runtime.getRuntime().halt(0);
    }

    private String command(String line) {
        String[] words = line.split("[ =]");
        switch (words[0]) {
            case "count" -> {
                return String.valueOf(taken.size());
            }
            case "delay" -> slow = Duration.ofMillis(Long.parseLong(words[1]));
            case "fault" -> fault(Fault.valueOf(words[1]), Integer.parseInt(words[2]));
            case "hooks" -> hooks = Hooks.valueOf(words[1]);
            case "sendgrid-hook" -> sendGridHook = line.substring(line.indexOf(' ') + 1);
            default -> throw new IllegalArgumentException("Unknown command " + line);
        }
        return "ok";
    }

    public int port() {
        return http.getAddress().getPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    /** The key that verifies SendGrid's events, as its console shows it: base64 of the X.509 form. */
    public String sendGridPublicKey() {
        return hookSender.publicKey();
    }

    /** @param every befalls every {@code every}th message from now on; 0 for none */
    public void fault(Fault fault, int every) {
        synchronized (faults) {
            faults.put(fault, every);
            seen.set(0);
        }
    }

    public void slow(Duration delay) {
        this.slow = delay;
    }

    /** @param twilioToken signs Twilio's reports; @param sendGridHook where SendGrid's go */
    public void hooks(Hooks how, String twilioToken, @Nullable String sendGridHook) {
        this.twilioToken = twilioToken;
        this.sendGridHook = sendGridHook;
        this.hooks = how;
    }

    /** All requests so far, the oldest first. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    public Request last() {
        return requests.get(requests.size() - 1);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] raw = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers,
                new String(raw, StandardCharsets.UTF_8), raw);
        requests.add(request);
        try {
            dispatch(exchange, request);
        } catch (IllegalArgumentException malformed) {
            answer(exchange, 400, JSON.createObjectNode().put("error", String.valueOf(malformed.getMessage())));
        } finally {
            exchange.close();
        }
    }

    private void dispatch(HttpExchange exchange, Request request) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher twilio = TWILIO.matcher(path);
        Matcher graph = GRAPH_SEND.matcher(path);
        if (path.equals("/v3/mail/send")) {
            sendGrid(exchange, request);
        } else if (twilio.matches() && request.method().equals("POST")) {
            twilio(exchange, request, twilio.group(1));
        } else if (twilio.matches()) {
            twilioList(exchange);
        } else if (path.endsWith("/oauth2/v2.0/token")) {
            token(exchange, request);
        } else if (graph.matches()) {
            graph(exchange, request);
        } else if (GRAPH_SENT.matcher(path).matches()) {
            graphSent(exchange);
        } else if (META.matcher(path).matches()) {
            meta(exchange, request);
        } else if (path.startsWith("/push/")) {
            push(exchange, request, path);
        } else {
            answer(exchange, 404, JSON.createObjectNode().put("error", "not here"));
        }
    }

    // ---- SendGrid ----

    private void sendGrid(HttpExchange exchange, Request request) throws IOException {
        if (!request.headers().getOrDefault("Authorization", "").startsWith("Bearer SG.")) {
            answer(exchange, 401, sendGridError("The provided authorization grant is invalid, expired, or revoked", null));
            return;
        }
        JsonNode body = JSON.readTree(request.raw());
        JsonNode person = body.path("personalizations").path(0);
        String to = person.path("to").path(0).path("email").asText();
        if (!to.contains("@") || body.path("content").path(0).path("value").asText().isEmpty()
                || body.path("from").path("email").asText().isEmpty()) {
            answer(exchange, 400, sendGridError("Does not contain a valid address.", "personalizations.0.to.0.email"));
            return;
        }
        String ours = person.path("custom_args").path("cadenza_message").asText();
        String id = UUID.randomUUID().toString().replace("-", "").substring(0, 22);
        take(exchange, new Taken("sendgrid", ours, to, id, body.path("subject").asText(), Instant.now()), () -> {
            exchange.getResponseHeaders().set("X-Message-Id", id);
            answer(exchange, 202, null);
        }, () -> sendGridError("The request was not good", null));
    }

    private static ObjectNode sendGridError(String message, @Nullable String field) {
        ObjectNode error = JSON.createObjectNode();
        error.putArray("errors").addObject().put("message", message).put("field", field).putNull("help");
        return error;
    }

    // ---- Twilio ----

    private void twilio(HttpExchange exchange, Request request, String account) throws IOException {
        if (!request.headers().getOrDefault("Authorization", "").startsWith("Basic ")) {
            answer(exchange, 401, twilioError(20003, "Authenticate", 401));
            return;
        }
        Map<String, String> form = request.form();
        String to = form.getOrDefault("To", "");
        int code = to.endsWith("0000") ? 21211 : to.endsWith("0001") ? 21610 : to.endsWith("0002") ? 21408 : 0;
        if (code != 0 || form.get("Body") == null && form.get("ContentSid") == null
                || form.get("From") == null && form.get("MessagingServiceSid") == null) {
            int said = code == 0 ? 21602 : code;
            answer(exchange, 400, twilioError(said, "Refused with " + said, 400));
            return;
        }
        String callback = form.getOrDefault("StatusCallback", "");
        String ours = callback.contains("?m=") ? callback.substring(callback.indexOf("?m=") + 3) : "";
        String id = "SM" + UUID.randomUUID().toString().replace("-", "");
        Taken message = new Taken("twilio", ours, to, id, form.getOrDefault("Body", ""), Instant.now());
        take(exchange, message, () -> answer(exchange, 201, twilioMessage(message, account, form, "queued")),
                () -> twilioError(21606, "The From phone number is not a valid one", 400));
    }

    private static ObjectNode twilioError(int code, String message, int status) {
        return JSON.createObjectNode().put("code", code).put("message", message)
                .put("more_info", "https://www.twilio.com/docs/errors/" + code).put("status", status);
    }

    private static ObjectNode twilioMessage(Taken message, String account, Map<String, String> form, String status) {
        String time = RFC_2822.format(message.at());
        return JSON.createObjectNode().put("sid", message.id()).put("account_sid", account)
                .put("to", message.to()).put("from", form.get("From")).put("body", message.text())
                .put("status", status).put("date_created", time).put("date_sent", time).put("date_updated", time)
                .put("direction", "outbound-api").put("api_version", "2010-04-01").put("num_segments", "1")
                .put("num_media", "0").putNull("error_code").putNull("error_message").putNull("price")
                .put("uri", "/2010-04-01/Accounts/" + account + "/Messages/" + message.id() + ".json");
    }

    private void twilioList(HttpExchange exchange) throws IOException {
        Map<String, String> query = form(String.valueOf(exchange.getRequestURI().getRawQuery()));
        ObjectNode page = JSON.createObjectNode().put("page", 0).put("page_size", 200).putNull("next_page_uri")
                .put("uri", exchange.getRequestURI().toString());
        var messages = page.putArray("messages");
        for (Taken message : taken) {
            if (message.provider().equals("twilio") && message.to().equals(query.get("To"))) {
                messages.add(twilioMessage(message, "AC0", query, "delivered"));
            }
        }
        answer(exchange, 200, page);
    }

    // ---- Microsoft ----

    private void token(HttpExchange exchange, Request request) throws IOException {
        if (!"right-secret".equals(request.form().get("client_secret"))) {
            answer(exchange, 401, JSON.createObjectNode().put("error", "invalid_client")
                    .put("error_description", "AADSTS7000215: Invalid client secret provided."));
            return;
        }
        answer(exchange, 200, JSON.createObjectNode().put("token_type", "Bearer").put("expires_in", 3599)
                .put("access_token", "token-for-" + request.form().get("scope")));
    }

    private void graph(HttpExchange exchange, Request request) throws IOException {
        if (!request.headers().getOrDefault("Authorization", "").equals(
                "Bearer token-for-https://graph.microsoft.com/.default")) {
            answer(exchange, 401, graphError("InvalidAuthenticationToken", "Access token is empty."));
            return;
        }
        if (!request.headers().getOrDefault("Content-Type", "").startsWith("text/plain")) {
            answer(exchange, 400, graphError("ErrorMimeContentInvalid", "Only MIME here."));
            return;
        }
        String mime = new String(Base64.getMimeDecoder().decode(request.raw()), StandardCharsets.UTF_8);
        String messageId = header(mime, "Message-ID");
        Taken message = new Taken("graph", messageId.replaceAll("^<|@.*$", ""), header(mime, "To"), messageId, "",
                Instant.now());
        take(exchange, message, () -> answer(exchange, 202, null),
                () -> graphError("ErrorInvalidRequest", "The request was not good"));
    }

    private static String header(String mime, String name) {
        Matcher header = Pattern.compile("(?md)^" + name + ": ?(.*(?:\\n[ \\t].*)*)$").matcher(mime);
        if (!header.find()) {
            throw new IllegalArgumentException("The mail has no " + name);
        }
        return header.group(1).replaceAll("[\\r\\n]", "").strip();
    }

    private void graphSent(HttpExchange exchange) throws IOException {
        String filter = form(String.valueOf(exchange.getRequestURI().getRawQuery())).getOrDefault("$filter", "");
        ObjectNode found = JSON.createObjectNode();
        var value = found.putArray("value");
        taken.stream().filter(m -> m.provider().equals("graph") && filter.equals("internetMessageId eq '" + m.id() + "'"))
                .forEach(m -> value.addObject().put("id", "AAMk" + m.ours()));
        answer(exchange, 200, found);
    }

    private static ObjectNode graphError(String code, String message) {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error").put("code", code).put("message", message);
        return error;
    }

    // ---- Meta ----

    private void meta(HttpExchange exchange, Request request) throws IOException {
        JsonNode body = JSON.readTree(request.raw());
        String to = body.path("recipient").path("id").asText();
        if (!request.headers().getOrDefault("Authorization", "").startsWith("Bearer ")) {
            answer(exchange, 400, metaError(190, 0, "Invalid OAuth access token"));
        } else if (to.endsWith("0000")) {
            answer(exchange, 400, metaError(10, 2_018_278, "This message is sent outside of allowed window."));
        } else if (to.endsWith("0001")) {
            answer(exchange, 400, metaError(100, 2_018_001, "No matching user found"));
        } else if (to.endsWith("0002")) {
            answer(exchange, 400, metaError(613, 0, "Calls to this api have exceeded the rate limit."));
        } else {
            String id = "m_" + UUID.randomUUID();
            take(exchange, new Taken("meta", "", to, id, body.path("message").path("text").asText(), Instant.now()),
                    () -> answer(exchange, 200, JSON.createObjectNode().put("recipient_id", to).put("message_id", id)),
                    () -> metaError(100, 0, "Invalid parameter"));
        }
    }

    private static ObjectNode metaError(int code, int subcode, String message) {
        ObjectNode error = JSON.createObjectNode();
        error.putObject("error").put("message", message).put("type", "OAuthException").put("code", code)
                .put("error_subcode", subcode).put("fbtrace_id", "A1");
        return error;
    }

    // ---- push ----

    private void push(HttpExchange exchange, Request request, String path) throws IOException {
        if (path.endsWith("/gone")) {
            answer(exchange, 410, null);
            return;
        }
        take(exchange, new Taken("push", request.headers().getOrDefault("Topic", ""), path, path, "", Instant.now()), () -> {
            exchange.getResponseHeaders().set("Location", address() + "/message/1");
            answer(exchange, 201, null);
        }, () -> JSON.createObjectNode().put("error", "bad"));
    }

    // ---- all ----

    private interface Answer {
        void give() throws IOException;
    }

    private interface Body {
        JsonNode make();
    }

    private void take(HttpExchange exchange, Taken message, Answer answer, Body refusal) throws IOException {
        Fault fault = nextFault();
        if (fault == Fault.CUT) {
            return;
        }
        if (fault == Fault.RATE) {
            exchange.getResponseHeaders().set("Retry-After", "7");
            answer(exchange, 429, refusal.make());
            return;
        }
        if (fault == Fault.REFUSE) {
            answer(exchange, 400, refusal.make());
            return;
        }
        note(message);
        Hooks how = hooks;
        if (how == Hooks.EARLY) {
            report(message, how);
        }
        if (fault == Fault.SLOW) {
            pause(slow);
        }
        if (fault == Fault.ERROR) {
            answer(exchange, 500, JSON.createObjectNode().put("message", "Internal Server Error"));
        } else if (fault != Fault.DROP) {
            answer.give();
        }
        if (how != Hooks.EARLY && how != Hooks.NONE) {
            threads.execute(() -> report(message, how));
        }
    }

    private @Nullable Fault nextFault() {
        synchronized (faults) {
            long number = seen.incrementAndGet();
            return faults.entrySet().stream().filter(f -> f.getValue() > 0 && number % f.getValue() == 0)
                    .map(Map.Entry::getKey).findFirst().orElse(null);
        }
    }

    private void note(Taken message) throws IOException {
        taken.add(message);
        if (ledger != null) {
            ledger.awaitForced(ledger.append(message.provider() + "\t" + message.ours() + "\t" + message.to() + "\t"
                    + message.id() + "\n"));
        }
    }

    private void report(Taken message, Hooks how) {
        List<String> statuses = new ArrayList<>(List.of("sent", "delivered"));
        if (how == Hooks.REORDERED) {
            java.util.Collections.reverse(statuses);
        }
        for (String status : statuses) {
            for (int i = 0; i < (how == Hooks.DOUBLED ? 2 : 1); i++) {
                report(message, status);
            }
        }
    }

    private void report(Taken message, String status) {
        if (message.provider().equals("twilio")) {
            requests.stream().map(Request::form)
                    .filter(form -> form.getOrDefault("StatusCallback", "").endsWith("?m=" + message.ours()))
                    .findFirst().ifPresent(form -> hookSender.twilio(form.get("StatusCallback"), twilioToken, Map.of(
                            "MessageSid", message.id(), "SmsSid", message.id(), "AccountSid", "AC0",
                            "From", form.getOrDefault("From", ""), "To", message.to(),
                            "MessageStatus", status, "SmsStatus", status)));
        } else if (message.provider().equals("sendgrid") && sendGridHook != null) {
            ObjectNode event = JSON.createObjectNode().put("email", message.to())
                    .put("timestamp", Instant.now().getEpochSecond())
                    .put("event", status.equals("sent") ? "processed" : status)
                    .put("sg_event_id", Base64.getUrlEncoder().withoutPadding().encodeToString(
                            (message.id() + status).getBytes(StandardCharsets.UTF_8)))
                    .put("sg_message_id", message.id() + ".filterdrecv-1-0.0")
                    .put("cadenza_message", message.ours());
            hookSender.sendGrid(String.valueOf(sendGridHook), JSON.createArrayNode().add(event).toString());
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, @Nullable JsonNode body) throws IOException {
        byte[] bytes = body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
        if (body != null) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    static Map<String, String> form(String text) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
