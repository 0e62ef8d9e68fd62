package dev.cadenza.engine;

import dev.cadenza.identity.Role;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.springframework.stereotype.Component;

/** Settings of the engine that Spring Boot properties do not reach. docs/adr/0003 gives the reasons. */
@Component
class EngineSettings extends AbstractProcessEnginePlugin {

    private final EngineBeans beans;

    EngineSettings(EngineBeans beans) {
        this.beans = beans;
    }

    @Override
    public void preInit(ProcessEngineConfigurationImpl configuration) {
        configuration.setHistoryRemovalTimeStrategy("start");
        configuration.setProducePrioritizedJobs(false);
        configuration.setEnsureJobDueDateNotNull(true);
        configuration.setMetricsEnabled(false);
        configuration.setTaskMetricsEnabled(false);
        configuration.setDbMetricsReporterActivate(false);
        configuration.setJdbcBatchProcessing(true);
        configuration.setAdminGroups(new ArrayList<>(List.of(Role.ADMINISTRATOR.group()))); // the engine adds one
        configuration.setResourceAuthorizationProvider(new OfferedTasks());
        closeAgainstCode(configuration);
    }

    private void closeAgainstCode(ProcessEngineConfigurationImpl configuration) {
        configuration.setExpressionManager(new RestrictedExpressions(beans));
        configuration.setBpmnParseFactory(parser -> new CheckedParse(parser, beans));
        configuration.setScriptEngineResolver(new NoScripts());
        configuration.setCmmnEnabled(false);
        configuration.setEnableXxeProcessing(false);
        configuration.setJavaSerializationFormatEnabled(false);
        configuration.setEnableExpressionsInAdhocQueries(false);
        configuration.setEnableExpressionsInStoredQueries(false);
        configuration.setDeserializationTypeValidationEnabled(true);
        List<Deployer> before = configuration.getCustomPreDeployers() == null ? new ArrayList<>()
                : new ArrayList<>(configuration.getCustomPreDeployers());
        before.add(new DeploymentCheck());
        configuration.setCustomPreDeployers(before);
    }
}
