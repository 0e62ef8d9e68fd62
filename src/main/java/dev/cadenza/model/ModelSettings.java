package dev.cadenza.model;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the chat model is and which one it is ({@code cadenza.ai.*}). Without a name there is no model, and nothing
 * ever leaves the machine.
 *
 * @param baseUrl address of an API that is compatible with OpenAI's, with or without its version ({@code /v1})
 * @param apiKey goes with each request; null or blank where the server wants none
 * @param model name of the model; null or blank for none
 * @param timeout longest wait for one answer
 * @param maxOutputTokens most tokens of one answer
 * @param completionLimit whether the server wants that limit as {@code max_completion_tokens}, as models that think
 *     do, instead of {@code max_tokens}
 */
@ConfigurationProperties("cadenza.ai")
public record ModelSettings(
        @DefaultValue("https://api.openai.com") String baseUrl,
        @Nullable String apiKey,
        @Nullable String model,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("2000") int maxOutputTokens,
        @DefaultValue("false") boolean completionLimit) {

    public ModelSettings {
        model = model == null || model.isBlank() ? null : model.strip();
        apiKey = apiKey == null || apiKey.isBlank() ? null : apiKey.strip();
        baseUrl = baseUrl.strip().replaceAll("/+$", "");
        if (model != null && !isWebAddress(baseUrl)) {
            throw new IllegalArgumentException("cadenza.ai.base-url is no address of the form https://host/path");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("cadenza.ai.timeout is more than nothing");
        }
        if (maxOutputTokens < 1) {
            throw new IllegalArgumentException("cadenza.ai.max-output-tokens is at least 1");
        }
    }

    private static boolean isWebAddress(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (IllegalArgumentException unreadable) {
            return false;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ModelSettings[" + model + " at " + baseUrl + "]";
    }
}
