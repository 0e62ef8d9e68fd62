package dev.cadenza.provider;

import dev.cadenza.channel.SendResult;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP as all providers here use it, and what its failures mean for a message that was on its way: certainly not taken
 * where no connection came about, anybody's guess once the request may have left.
 */
final class Http {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(30);
    static final Duration LATER = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int LONGEST_SENTENCE = 300;

    private Http() {
    }

    /**
     * A client that follows no redirects and repeats no POST. HTTP/1.1, so that one message is one request on one
     * connection and nothing else can fail with it.
     */
    static HttpClient client() {
        // A connection that the server has closed meanwhile must not cost a message its known outcome.
        if (System.getProperty("jdk.httpclient.keepalive.timeout") == null) {
            System.setProperty("jdk.httpclient.keepalive.timeout", "20");
        }
        return HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /** What a request that failed without an answer leaves behind. */
    static SendResult failed(Throwable failure, String host) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause()
                : failure;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof HttpConnectTimeoutException || t instanceof ConnectException
                    || t instanceof UnknownHostException || t instanceof UnresolvedAddressException
                    || t instanceof SSLHandshakeException) {
                return new SendResult.Deferred("No connection to " + host + ": " + reason(t), SOON);
            }
        }
        return new SendResult.Unknown(cause instanceof HttpTimeoutException || cause instanceof TimeoutException
                ? host + " did not answer in time"
                : "The connection to " + host + " broke: " + reason(cause));
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : sentence(failure.getMessage());
    }

    /**
     * What an answer means that is no success and of which the provider's own words say nothing particular.
     *
     * @param words the provider's
     */
    static SendResult refused(int status, String words, HttpHeaders headers, Instant now) {
        String reason = status + " " + sentence(words);
        if (status >= 500) {
            return new SendResult.Unknown(reason);
        }
        if (status == 429 || status == 408) {
            return new SendResult.Deferred(reason, retryAfter(headers, now).orElse(SOON));
        }
        if (status == 401 || status == 403 || status == 407 || status < 400) {
            // The account is at fault and not the message, so it waits until somebody has mended that.
            return new SendResult.Deferred(reason, LATER);
        }
        return new SendResult.Refused(reason, false);
    }

    /** Seconds or a date (RFC 9110, section 10.2.3), or the time that X-RateLimit-Reset gives. */
    static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        Optional<Duration> asked = headers.firstValue("Retry-After").map(value -> pause(value, now))
                .or(() -> headers.firstValue("X-RateLimit-Reset").map(value -> until(value, now)));
        return asked.map(pause -> pause.isNegative() ? Duration.ofSeconds(1)
                : pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
    }

    private static @Nullable Duration pause(String value, Instant now) {
        try {
            return value.strip().matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value.strip()))
                    : Duration.between(now, ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static @Nullable Duration until(String value, Instant now) {
        return value.strip().matches("\\d{9,11}")
                ? Duration.between(now, Instant.ofEpochSecond(Long.parseLong(value.strip()))) : null;
    }

    static String sentence(@Nullable String words) {
        String clean = words == null ? "" : words.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() > LONGEST_SENTENCE ? clean.substring(0, LONGEST_SENTENCE) + "..." : clean;
    }

    static boolean succeeded(HttpResponse<?> response) {
        return response.statusCode() >= 200 && response.statusCode() < 300;
    }
}
