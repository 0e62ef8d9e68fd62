package dev.cadenza.workflow;

import dev.cadenza.access.OwnedKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Workflows have owners; what happens in one is seen with it. */
@Configuration
class WorkflowOwners {

    @Bean
    OwnedKind ownersOfWorkflows() {
        return OwnedKind.rows("workflows", "workflow", "workflow");
    }

    @Bean
    OwnedKind ownersOfExecutions() {
        return OwnedKind.belonging("executions", "execution", "enrollment", "owner_id");
    }
}
