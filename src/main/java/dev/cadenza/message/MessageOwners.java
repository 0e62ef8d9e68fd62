package dev.cadenza.message;

import dev.cadenza.access.OwnedKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Messages are seen by who sees what they belong to. */
@Configuration
class MessageOwners {

    @Bean
    OwnedKind ownersOfMessages() {
        return OwnedKind.belonging("messages", "message", "message", "owner_id");
    }
}
