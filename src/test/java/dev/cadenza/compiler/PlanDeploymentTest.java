package dev.cadenza.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The engine takes what the compiler writes. */
@CadenzaTest
class PlanDeploymentTest {

    @Autowired
    private RepositoryService repository;

    static Stream<Path> goldens() {
        return Plans.goldens().stream();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void deploysGoldenPlans(Path file) {
        deploys(Plans.read(file));
    }

    @Test
    void deploysRandomPlans() {
        for (int seed = 0; seed < 40; seed++) {
            deploys(RandomPlans.valid(seed));
        }
    }

    @Test
    void deploysAnUnchangedPlanOnce() {
        CompiledPlan compiled = PlanCompiler.compile(RandomPlans.line(4));
        List<String> ids = Stream.generate(() -> repository.createDeployment().name("unchanged plan")
                .addString("line.bpmn", compiled.xml()).enableDuplicateFiltering(true).deploy().getId())
                .limit(2).toList();

        assertThat(ids.get(1)).isEqualTo(ids.get(0));
        repository.deleteDeployment(ids.get(0), true);
    }

    private void deploys(Plan plan) {
        CompiledPlan compiled = PlanCompiler.compile(plan);
        DeploymentWithDefinitions deployment = repository.createDeployment().name(plan.name())
                .addString(plan.key() + ".bpmn", compiled.xml()).deployWithResult();
        ProcessDefinition definition = deployment.getDeployedProcessDefinitions().get(0);
        assertThat(definition.getKey()).isEqualTo(compiled.processKey());
        assertThat(definition.getName()).isEqualTo(plan.name());
        assertThat(definition.getHistoryTimeToLive()).isEqualTo(180);
        repository.deleteDeployment(deployment.getId(), true);
    }
}
