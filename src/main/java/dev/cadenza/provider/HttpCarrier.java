package dev.cadenza.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.HttpCalls;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A carrier for which one message is one HTTP request. Those of a group are under way together. */
abstract class HttpCarrier implements Carrier {

    protected static final ObjectMapper JSON = new ObjectMapper();
    /** Most that is under way at once, of all groups. */
    private static final int AT_ONCE = 40;

    protected final Clock clock;
    private final HttpClient http = Http.client();
    private final Semaphore slots;

    HttpCarrier(Clock clock) {
        this(clock, AT_ONCE);
    }

    HttpCarrier(Clock clock, int atOnce) {
        this.clock = clock;
        this.slots = new Semaphore(atOnce);
    }

    /** The message can't be sent, and why; no request is made. */
    static final class Unsendable extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient SendResult result;

        Unsendable(String reason) {
            this(new SendResult.Refused(reason, false));
        }

        Unsendable(SendResult result) {
            this.result = result;
        }

        SendResult result() {
            return result;
        }
    }

    /**
     * @throws Unsendable where there is no need to try
     * @throws IOException where what is needed for the request (a token) is not to be had now
     */
    abstract HttpRequest request(OutgoingMessage message) throws Unsendable, IOException;

    /** What an answer means for the message. */
    abstract SendResult result(OutgoingMessage message, HttpResponse<byte[]> response);

    private record Pending(OutgoingMessage message, URI address, CompletableFuture<HttpResponse<byte[]>> answer) {
    }

    @Override
    public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
        List<Pending> pending = new ArrayList<>(group.size());
        for (OutgoingMessage message : group) {
            try {
                HttpRequest request = request(message);
                pending.add(new Pending(message, request.uri(), start(request)));
            } catch (Unsendable unsendable) {
                outcome.accept(message, unsendable.result());
            } catch (IOException unavailable) {
                outcome.accept(message, new SendResult.Deferred(Http.sentence(unavailable.getMessage()),
                        Http.DEFAULT_TIMEOUT));
            } catch (RuntimeException impossible) {
                // A credential that can't stand in a header, for one. Nothing has left, and the others may go.
                outcome.accept(message, new SendResult.Deferred("The request can't be made: "
                        + impossible.getClass().getSimpleName(), Http.LATER));
            }
        }
        pending.forEach(one -> outcome.accept(one.message(), await(one)));
    }

    private CompletableFuture<HttpResponse<byte[]>> start(HttpRequest request) {
        slots.acquireUninterruptibly();
        try {
            return HttpCalls.start(http, request).whenComplete((response, failure) -> slots.release());
        } catch (RuntimeException failure) {
            slots.release();
            throw failure;
        }
    }

    private SendResult await(Pending one) {
        try {
            return result(one.message(), one.answer().join());
        } catch (CompletionException failure) {
            return Http.failed(failure, one.address().getHost());
        }
    }

    /** Asks without sending anything. */
    HttpResponse<byte[]> ask(HttpRequest request) throws IOException {
        return HttpCalls.send(http, request);
    }

    /** The answer as JSON; an empty object where it is none. */
    static JsonNode json(HttpResponse<byte[]> response) {
        try {
            JsonNode node = JSON.readTree(response.body());
            return node == null ? JSON.createObjectNode() : node;
        } catch (IOException noJson) {
            return JSON.createObjectNode();
        }
    }

    static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
