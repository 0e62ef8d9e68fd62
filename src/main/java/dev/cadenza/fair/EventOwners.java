package dev.cadenza.fair;

import dev.cadenza.access.OwnedKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Events have owners. */
@Configuration
class EventOwners {

    @Bean
    OwnedKind ownersOfEvents() {
        return OwnedKind.rows("events", "event", "trade_event");
    }
}
