package dev.cadenza.model;

import io.micrometer.observation.ObservationRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.NoopApiKey;
import org.springframework.ai.model.SimpleApiKey;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * The chat model of this installation, if it has one. A call takes as long as the model does, up to {@link
 * ModelSettings#timeout()}: never make it within a transaction. It is tried once; who calls decides what may be tried
 * again. Failures are {@link ModelUnavailable}, or Spring's {@code ResourceAccessException} where no answer came.
 */
@Component
public class ChatModels {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final @Nullable String name;
    private final @Nullable ChatModel model;

    public ChatModels(ModelSettings settings) {
        this.name = settings.model();
        this.model = name == null ? null : client(settings, name);
    }

    public Optional<ChatModel> model() {
        return Optional.ofNullable(model);
    }

    /** The model's name; empty where there is none. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    private static ChatModel client(ModelSettings settings, String name) {
        JdkClientHttpRequestFactory http = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT).version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER).build());
        http.setReadTimeout(settings.timeout());
        boolean versioned = settings.baseUrl().matches(".*/v\\d+");
        OpenAiApi api = OpenAiApi.builder().baseUrl(settings.baseUrl())
                .completionsPath(versioned ? "/chat/completions" : "/v1/chat/completions")
                .apiKey(settings.apiKey() == null ? new NoopApiKey() : new SimpleApiKey(settings.apiKey()))
                .restClientBuilder(RestClient.builder().requestFactory(http))
                .responseErrorHandler(new ModelErrors()).build();
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder().model(name);
        return OpenAiChatModel.builder().openAiApi(api)
                .defaultOptions((settings.completionLimit() ? options.maxCompletionTokens(settings.maxOutputTokens())
                        : options.maxTokens(settings.maxOutputTokens())).build())
                .retryTemplate(RetryTemplate.builder().maxAttempts(1).build())
                .observationRegistry(ObservationRegistry.NOOP).build();
    }
}
