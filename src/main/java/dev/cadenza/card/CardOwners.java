package dev.cadenza.card;

import dev.cadenza.access.OwnedKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Cards have owners: who uploaded them. */
@Configuration
class CardOwners {

    @Bean
    OwnedKind ownersOfCards() {
        return OwnedKind.rows("business-cards", "business card", "business_card");
    }
}
