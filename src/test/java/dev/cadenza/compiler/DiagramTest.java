package dev.cadenza.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The diagrams are drawn well, of the plans beside the golden files and of random ones. */
class DiagramTest {

    private static final int RANDOM_PLANS = Integer.getInteger("random.plans", 100);

    static Stream<Path> goldens() {
        return Plans.goldens().stream();
    }

    static IntStream seeds() {
        return IntStream.range(0, RANDOM_PLANS);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void drawsGoldenPlansWithoutFault(Path plan) {
        assertThat(Geometry.faults(compiled(Plans.read(plan)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void drawsRandomPlansWithoutFault(int seed) {
        Plan plan = RandomPlans.valid(seed);

        assertThat(Geometry.faults(compiled(plan))).as(plan.toString()).isEmpty();
    }

    @Test
    void drawsTheLargestPlan() {
        Plan plan = RandomPlans.line(PlanCheck.MAX_STEPS);

        assertThat(Geometry.faults(compiled(plan))).isEmpty();
    }

    static BpmnModelInstance compiled(Plan plan) {
        String xml = PlanCompiler.compile(plan).xml();
        BpmnModelInstance model = Bpmn.readModelFromStream(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        Bpmn.validateModel(model);
        return model;
    }
}
