package dev.cadenza.audience;

import dev.cadenza.access.OwnedKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lists have owners. */
@Configuration
class ListOwners {

    @Bean
    OwnedKind ownersOfLists() {
        return OwnedKind.rows("lists", "list", "lead_list");
    }
}
