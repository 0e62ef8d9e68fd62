package dev.cadenza.model;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResponseErrorHandler;

/**
 * Every answer that is no success becomes {@link ModelUnavailable}; a redirect would carry the key elsewhere and is
 * none.
 */
final class ModelErrors implements ResponseErrorHandler {

    private static final int SHOWN = 300;

    @Override
    public boolean hasError(ClientHttpResponse response) throws IOException {
        return !response.getStatusCode().is2xxSuccessful();
    }

    @Override
    public void handleError(URI url, HttpMethod method, ClientHttpResponse response) throws IOException {
        HttpStatusCode status = response.getStatusCode();
        boolean passing = status.is5xxServerError() || status.value() == 429 || status.value() == 408;
        String said = new String(response.getBody().readNBytes(SHOWN), StandardCharsets.UTF_8)
                .replaceAll("[\\p{Cntrl}\\s]+", " ");
        if (status.value() == 400 || status.value() == 413 || status.value() == 422) {
            throw new RequestRefused("The model answered " + status.value() + ": " + said);
        }
        throw new ModelUnavailable("The model answered " + status.value() + ": " + said, passing,
                retryAfter(response.getHeaders().getFirst("Retry-After")));
    }

    /** Seconds (RFC 9110, section 10.2.3); the form with a date is not used by servers of models. */
    private static @Nullable Duration retryAfter(@Nullable String header) {
        return header == null || !header.strip().matches("\\d{1,6}") ? null
                : Duration.ofSeconds(Long.parseLong(header.strip()));
    }
}
