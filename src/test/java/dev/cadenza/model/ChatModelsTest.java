package dev.cadenza.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cadenza.testing.FakeModel;
import dev.cadenza.testing.FakeModel.Answer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.web.client.ResourceAccessException;

class ChatModelsTest {

    private final FakeModel server = new FakeModel();

    @AfterEach
    void close() {
        server.close();
    }

    private static ModelSettings settings(String address, @Nullable String model, Duration timeout) {
        return new ModelSettings(address, "key", model, timeout, 700, false);
    }

    private ChatModel model() {
        return new ChatModels(settings(server.address(), "small", Duration.ofSeconds(20))).model().orElseThrow();
    }

    @Test
    void withoutANameThereIsNone() {
        assertThat(new ChatModels(settings("nonsense", " ", Duration.ofSeconds(1))).model()).isEmpty();
    }

    @Test
    void anAddressMayNameItsVersionOrNot() {
        server.thinks(call -> Answer.text("Hello"));
        for (String address : new String[] {server.address(), server.address() + "/", server.address() + "/v1"}) {
            assertThat(new ChatModels(settings(address, "small", Duration
                    .ofSeconds(20))).model().orElseThrow().call("Hi"))
                    .isEqualTo("Hello");
        }
        assertThat(server.calls()).hasSize(3).allSatisfy(call -> {
            assertThat(call.headers()).containsEntry("Authorization", "Bearer key");
            assertThat(call.body().path("model").asText()).isEqualTo("small");
            assertThat(call.body().path("max_tokens").asInt()).isEqualTo(700);
        });
    }

    @Test
    void whatIsNoAddressIsRefusedAtTheStart() {
        assertThatThrownBy(() -> settings("file:/etc/passwd", "small", Duration.ofSeconds(1)))
                .hasMessageContaining("cadenza.ai.base-url");
    }

    @Test
    void overloadPassesAndIsTriedOnlyOnce() {
        server.thinks(call -> Answer.status(429, "{\"error\":\"slow down\"}").withHeader("Retry-After", "7"));
        assertThatThrownBy(() -> model().call("Hi")).isInstanceOfSatisfying(ModelUnavailable.class, failure -> {
            assertThat(failure.passing()).isTrue();
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(failure).hasMessageContaining("slow down");
        });
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void aWrongKeyDoesNotPass() {
        server.thinks(call -> Answer.status(401, "{}"));
        assertThatThrownBy(() -> model().call("Hi")).isInstanceOfSatisfying(ModelUnavailable.class,
                failure -> assertThat(failure.passing()).isFalse());
    }

    @Test
    void aRequestThatIsRefusedForItselfIsToldApart() {
        server.thinks(call -> Answer.status(400, "{}"));
        assertThatThrownBy(() -> model().call("Hi")).isInstanceOf(RequestRefused.class);
    }

    @Test
    void theKeyIsNotCarriedToWhereARedirectPoints() {
        server.thinks(call -> Answer.status(307, "").withHeader("Location", server.address() + "/v1/chat/completions"));
        assertThatThrownBy(() -> model().call("Hi")).isInstanceOf(ModelUnavailable.class);
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void whoDoesNotAnswerIsGivenUp() {
        server.close();
        assertThatThrownBy(() -> model().call("Hi")).isInstanceOf(ResourceAccessException.class);
    }

    @Test
    void theKeyIsNotShown() {
        assertThat(settings("https://models.example", "small", Duration.ofSeconds(1)).toString()).doesNotContain("key");
    }
}
