package dev.cadenza.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The diagrams are drawn well, of the plans beside the golden files and of random ones. */
class DiagramTest {

    /** Many tests look at one plan, and drawing a large one takes a second. */
    private static final Map<Plan, String> COMPILED = new ConcurrentHashMap<>();

    private static final int RANDOM_PLANS = Integer.getInteger("random.plans", 100);

    static Stream<Path> goldens() {
        return Plans.goldens().stream();
    }

    static IntStream seeds() {
        return IntStream.range(0, RANDOM_PLANS);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void drawsGoldenPlansWithoutFault(Path file) {
        Plan plan = Plans.read(file);
        BpmnModelInstance model = compiled(plan);

        assertThat(plan.places().isEmpty() ? Geometry.faults(model) : Geometry.faultsOfPlaces(model)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void drawsRandomPlansWithoutFault(int seed) {
        Plan plan = RandomPlans.valid(seed);

        assertThat(Geometry.faults(compiled(plan))).as(plan.toString()).isEmpty();
    }

    /** What people draw may be crowded, so lines may touch; but nothing lies upon anything else, and nothing is lost. */
    @ParameterizedTest
    @MethodSource("drawn")
    void leavesStepsWhereTheyWereDrawn(int seed) {
        Plan plan = RandomPlans.drawn(seed);
        BpmnModelInstance model = compiled(plan);

        assertThat(Geometry.faultsOfPlaces(model)).as(plan.toString()).isEmpty();
        for (Step step : plan.steps()) {
            Bounds bounds = ((BpmnShape) ((FlowNode) model.getModelElementById(step.id())).getDiagramElement())
                    .getBounds();
            Plan.Place place = plan.places().get(step.id());
            assertThat(bounds.getX() + bounds.getWidth() / 2)
                    .isCloseTo(place.x() + Math.max(55, bounds.getWidth() / 2), within(1.0));
            assertThat(bounds.getY() + bounds.getHeight() / 2)
                    .isCloseTo(place.y() + Math.max(40, bounds.getHeight() / 2), within(1.0));
        }
    }

    static IntStream drawn() {
        return IntStream.range(0, 40);
    }

    @Test
    void drawsTheLargestPlan() {
        Plan plan = RandomPlans.line(PlanCheck.MAX_STEPS);

        assertThat(Geometry.faults(compiled(plan))).isEmpty();
    }

    static BpmnModelInstance compiled(Plan plan) {
        String xml = COMPILED.computeIfAbsent(plan, one -> PlanCompiler.compile(one).xml());
        BpmnModelInstance model = Bpmn.readModelFromStream(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        Bpmn.validateModel(model);
        return model;
    }
}
