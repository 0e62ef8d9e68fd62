package dev.cadenza.workflow;

import dev.cadenza.access.OwnedKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Workflows have owners. */
@Configuration
class WorkflowOwners {

    @Bean
    OwnedKind ownersOfWorkflows() {
        return OwnedKind.rows("workflows", "workflow", "workflow");
    }
}
