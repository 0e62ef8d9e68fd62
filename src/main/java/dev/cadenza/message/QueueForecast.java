package dev.cadenza.message;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

@Component
public class QueueForecast {
    public record Forecast(Instant expectedAt, String reason) {
    }

    public Optional<Forecast> of(UUID messageId) {
        return Optional.empty();
    }
}
