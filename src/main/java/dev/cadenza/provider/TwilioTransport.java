package dev.cadenza.provider;

import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.cadenza.channel.HttpCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The SDK's way to the network for one call, without its repetitions: by itself the SDK posts a message up to three
 * times where Twilio answers 5xx, and the person would get it as often.
 */
final class TwilioTransport extends com.twilio.http.HttpClient {

    private final HttpClient http;
    private final Twilio.Settings settings;
    private int status;
    private HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);

    TwilioTransport(HttpClient http, Twilio.Settings settings) {
        this.http = http;
        this.settings = settings;
    }

    /** The request came to no answer. */
    static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failure(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Of the last answer; 0 before there was one. */
    int status() {
        return status;
    }

    HttpHeaders headers() {
        return headers;
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        URI asked = URI.create(request.constructURL().toString());
        String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(settings.baseUrl() + asked.getRawPath() + query))
                .timeout(settings.timeout())
                .header("Accept", "application/json")
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(
                        (settings.accountSid() + ":" + settings.authToken()).getBytes(StandardCharsets.UTF_8)));
        if (request.getMethod() == HttpMethod.POST) {
            builder.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(request.encodeFormBody()));
        } else {
            builder.method(request.getMethod().toString(), HttpRequest.BodyPublishers.noBody());
        }
        try {
            HttpResponse<byte[]> response = HttpCalls.send(http, builder.build());
            status = response.statusCode();
            headers = response.headers();
            return new Response(new ByteArrayInputStream(response.body()), response.statusCode());
        } catch (IOException failure) {
            throw new Failure(failure);
        }
    }
}
