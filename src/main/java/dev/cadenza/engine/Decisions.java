package dev.cadenza.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.engine.DecisionService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.repository.DeploymentBuilder;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The engine's decision tables, for modules that know nothing of the engine. */
@Component
public class Decisions {

    private static final String DEPLOYMENT = "cadenza-decisions";

    private final RepositoryService repository;
    private final DecisionService decisions;
    private final TransactionTemplate apart;

    Decisions(RepositoryService repository, DecisionService decisions, PlatformTransactionManager transactions) {
        this.repository = repository;
        this.decisions = decisions;
        this.apart = new TransactionTemplate(transactions);
        this.apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_NOT_SUPPORTED);
    }

    /**
     * A version of a decision that is deployed.
     *
     * @param id changes with each version
     */
    public record Version(String id, int number) {
    }

    /** The version of a decision that holds now. */
    public Optional<Version> latest(String key) {
        return Optional.ofNullable(repository.createDecisionDefinitionQuery().decisionDefinitionKey(key).latestVersion()
                .withoutTenantId().singleResult()).map(Decisions::version);
    }

    /**
     * What a version of a decision table says of these values: the outputs of each rule that holds, by name. Evaluated
     * outside the caller's transaction, which a table that fails does no harm.
     *
     * @throws DecisionFailed where the table can't say
     */
    public List<Map<String, Object>> evaluate(Version version, Map<String, Object> values) {
        try {
            return Objects.requireNonNull(apart.execute(status -> decisions.evaluateDecisionTableById(version.id(),
                    values).getResultList()));
        } catch (ProcessEngineException | DmnEngineException failure) {
            throw new DecisionFailed(failure.getMessage() == null ? failure.toString() : failure.getMessage(), failure);
        }
    }

    /**
     * Deploys the tables that come with the application where they have changed since it did so last. A version that
     * somebody has deployed since then holds on until that.
     */
    void deployOurs() {
        DeploymentBuilder deployment = repository.createDeployment().name(DEPLOYMENT).enableDuplicateFiltering(true);
        List<InputStream> open = new ArrayList<>();
        try {
            for (Resource table : new PathMatchingResourcePatternResolver().getResources("classpath:processes/*.dmn")) {
                InputStream content = table.getInputStream();
                open.add(content);
                deployment.addInputStream(Objects.requireNonNull(table.getFilename()), content);
            }
            deployment.deploy();
            for (InputStream content : open) {
                content.close();
            }
        } catch (IOException unreadable) {
            throw new IllegalStateException("A decision table of the application can't be read", unreadable);
        }
    }

    private static Version version(DecisionDefinition definition) {
        return new Version(definition.getId(), definition.getVersion());
    }
}
