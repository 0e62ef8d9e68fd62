package dev.cadenza.workflow;

import dev.cadenza.access.OwnedKind;
import dev.cadenza.engine.OwnedProcess;
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
    OwnedProcess processesOfWorkflows() {
        return new OwnedProcess("workflows", WorkflowPlanner::key);
    }

    @Bean
    OwnedKind ownersOfExecutions() {
        return OwnedKind.belonging("executions", "execution", "enrollment", "owner_id");
    }
}
