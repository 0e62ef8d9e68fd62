package dev.cadenza.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A chat model on loopback that speaks OpenAI's protocol and says what the test wants. */
public final class FakeModel implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile Function<Call, Answer> mind = call -> Answer.text("I have nothing to say.");

    /** What came in. */
    public record Call(Map<String, String> headers, JsonNode body) {
        /** All that was said to the model under this role, such as {@code system} or {@code user}. */
        public String said(String role) {
            List<String> texts = new ArrayList<>();
            body.path("messages").forEach(message -> {
                if (message.path("role").asText().equals(role)) {
                    texts.add(message.path("content").asText());
                }
            });
            return String.join("\n", texts);
        }
    }

    /**
     * @param status of HTTP
     * @param text what the model says; null with tools
     * @param tools what it wants called: name to arguments as JSON
     * @param headers of the response
     */
    public record Answer(int status, String text, Map<String, String> tools, int promptTokens, int completionTokens,
            Map<String, String> headers) {

        public static Answer text(String text) {
            return new Answer(200, text, Map.of(), 100, 50, Map.of());
        }

        public static Answer tool(String name, String arguments) {
            return new Answer(200, null, Map.of(name, arguments), 100, 50, Map.of());
        }

        public static Answer status(int status, String text) {
            return new Answer(status, text, Map.of(), 0, 0, Map.of());
        }

        public Answer withTokens(int prompt, int completion) {
            return new Answer(status, text, tools, prompt, completion, headers);
        }

        public Answer withHeader(String name, String value) {
            return new Answer(status, text, tools, promptTokens, completionTokens, Map.of(name, value));
        }
    }

    public FakeModel() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/v1/chat/completions", this::serve);
        server.setExecutor(Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "fake-model");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it says from now on; forgets what it was asked before. */
    public void thinks(Function<Call, Answer> mind) {
        this.mind = mind;
        calls.clear();
    }

    public List<Call> calls() {
        return calls;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            Call call = new Call(headers, JSON.readTree(exchange.getRequestBody()));
            calls.add(call);
            Answer answer = mind.apply(call);
            byte[] bytes = (answer.status() == 200 ? completion(answer) : answer.text()).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String completion(Answer answer) throws IOException {
        Map<String, Object> message = new java.util.LinkedHashMap<>();
        message.put("role", "assistant");
        message.put("content", answer.text());
        if (!answer.tools().isEmpty()) {
            List<Object> tools = new ArrayList<>();
            answer.tools().forEach((name, arguments) -> tools.add(Map.of("id", "call_" + tools.size(), "type", "function",
                    "function", Map.of("name", name, "arguments", arguments))));
            message.put("tool_calls", tools);
        }
        return JSON.writeValueAsString(Map.of("id", "chatcmpl-1", "object", "chat.completion", "created", 1_700_000_000,
                "model", "fake", "choices", List.of(Map.of("index", 0, "message", message, "finish_reason",
                        answer.tools().isEmpty() ? "stop" : "tool_calls")),
                "usage", Map.of("prompt_tokens", answer.promptTokens(), "completion_tokens", answer.completionTokens(),
                        "total_tokens", answer.promptTokens() + answer.completionTokens())));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
