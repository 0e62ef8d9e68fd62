package dev.cadenza.draft;

import dev.cadenza.access.OwnedKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Drafts are seen by who sees what they belong to. */
@Configuration
class DraftOwners {

    @Bean
    OwnedKind ownersOfDrafts() {
        return OwnedKind.belonging("drafts", "draft", "draft", "owner_id");
    }
}
