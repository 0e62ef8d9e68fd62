package dev.cadenza.channel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls of providers whose answers end: a request's own time-out ends with the headers of the answer, and an answer may
 * be as long as the other side likes.
 */
public final class HttpCalls {

    /** Bytes of an answer that are read; what comes after them is not, and the connection is closed. */
    static final int LONGEST_ANSWER = 4 << 20;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    /** For the end of an answer whose beginning came at the last moment. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private HttpCalls() {
    }

    /** The answer, cut where it is too long; fails where it is not there in the request's time-out. */
    public static CompletableFuture<HttpResponse<byte[]>> start(HttpClient http, HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, info -> new Cut());
        Duration most = request.timeout().orElse(DEFAULT_TIMEOUT).plus(GRACE);
        return answer.copy().orTimeout(most.toMillis(), TimeUnit.MILLISECONDS).whenComplete((response, failure) -> {
            if (failure != null) {
                answer.cancel(true);
            }
        });
    }

    /** As {@link #start}, waiting for it. */
    public static HttpResponse<byte[]> send(HttpClient http, HttpRequest request) throws IOException {
        try {
            return start(http, request).get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking " + request.uri().getHost(), interrupted);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TimeoutException) {
                throw new HttpTimeoutException("The answer did not end in time");
            }
            if (failure.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(failure.getCause());
        }
    }

    private static final class Cut implements HttpResponse.BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        @SuppressWarnings("NullAway.Init") // the first call is onSubscribe
        Cut() {
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] some = new byte[Math.min(buffer.remaining(), LONGEST_ANSWER - read.size())];
                buffer.get(some);
                read.writeBytes(some);
            }
            if (read.size() < LONGEST_ANSWER) {
                subscription.request(1);
            } else {
                subscription.cancel();
                onComplete();
            }
        }

        @Override
        public void onError(Throwable failure) {
            whole.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            whole.complete(read.toByteArray());
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }
    }
}
