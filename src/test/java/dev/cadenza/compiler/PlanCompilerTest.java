package dev.cadenza.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the golden files do not say by themselves. */
class PlanCompilerTest {

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStepIsAnElementThatCanBeEnteredAndFound(int seed) {
        Plan plan = RandomPlans.valid(seed);
        BpmnModelInstance model = DiagramTest.compiled(plan);

        for (Step step : plan.steps()) {
            FlowNode element = model.getModelElementById(step.id());
            FlowNode entry = model.getModelElementById(ProcessTerms.entry(step));
            assertThat(element.getName()).isEqualTo(step.name());
            assertThat(entry.getIncoming()).hasSize(step instanceof Step.Goal ? 0 : 1);
            assertThat(ProcessTerms.stepId(entry.getId())).isEqualTo(step.id());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noIdIsLeftToChance(int seed) {
        Plan plan = RandomPlans.valid(seed);

        assertThat(PlanCompiler.compile(plan).xml()).isEqualTo(PlanCompiler.compile(plan).xml())
                .doesNotContainPattern("id=\"[a-zA-Z]+_[0-9a-f]{8}-[0-9a-f]{4}-");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyGoesRoundPastAGuard(int seed) {
        Plan plan = RandomPlans.valid(seed);
        BpmnModelInstance model = DiagramTest.compiled(plan);
        Set<String> guards = Loops.heads(plan).stream().map(head -> head + ProcessTerms.GUARD)
                .collect(Collectors.toSet());

        for (Step step : plan.steps()) {
            Set<FlowNode> seen = new HashSet<>();
            Deque<FlowNode> open = new ArrayDeque<>(List.of(
                    model.<FlowNode>getModelElementById(ProcessTerms.entry(plan, step))));
            FlowNode own = model.getModelElementById(step.id());
            while (!open.isEmpty()) {
                open.poll().getSucceedingNodes().list().stream()
                        .filter(node -> !guards.contains(node.getId()) && seen.add(node)).forEach(open::add);
            }
            assertThat(ProcessTerms.entry(plan, step).equals(step.id()) && seen.contains(own))
                    .as("%s on a loop without a guard in %s", step.id(), plan).isFalse();
        }
    }

    @Test
    void aNodesOwnRuleSaysHowOftenItIsTriedAgain() {
        Plan plan = new Plan("plan", "Plan", "mail", List.of(
                new Step.Send("mail", "Mail", "EMAIL", "Hello", "Hello", "FIRST", "end"), new Step.End("end", "End")),
                Map.of("mail", new Plan.Retry(0, Duration.ofSeconds(30))), Map.of(), 1);

        assertThat(PlanCompiler.compile(plan).xml()).contains("failedJobRetryTimeCycle>R1/PT30S<");
    }

    @Test
    void namesThatMeanSomethingInXmlArriveAsTheyAre() {
        String name = "<Hello> & \"good bye\" 是否 \uD83D\uDE00 ]]> {{x}} $5";
        Plan plan = new Plan("plan", name, "mail", List.of(
                new Step.Send("mail", name, "EMAIL", name + " ${1}", "Hello", "FIRST", "end"),
                new Step.End("end", name)));
        BpmnModelInstance model = DiagramTest.compiled(plan);

        assertThat(model.<Process>getModelElementById("plan").getName()).isEqualTo(name);
        assertThat(model.<FlowNode>getModelElementById("mail").getName()).isEqualTo(name);
        assertThat(model.<FlowNode>getModelElementById("mail").getDocumentations().iterator().next().getTextContent())
                .isEqualTo("EMAIL: " + name + " ${1}");
    }

    @Test
    void nothingThatPeopleWroteStandsWhereTheEngineWouldComputeIt() {
        Plan plan = new Plan("plan", "Plan", "review", List.of(
                new Step.Review("review", "Review", "mail", true, "mail"),
                new Step.Send("mail", "Mail", "EMAIL", "${1 + 1}", "${1 + 1}", "FIRST", "end"),
                new Step.End("end", "End")));
        UserTask task = DiagramTest.compiled(plan).getModelElementById("review");

        assertThat(task.getName() + task.getDocumentations().iterator().next().getTextContent()).doesNotContain("${");
    }

    @ParameterizedTest
    @CsvSource({"P3D, 3 days", "PT36H, 1 day 12 hours", "PT1M30S, 1 minute 30 seconds", "PT0.5S, 0 seconds",
        "P365D, 365 days"})
    void saysDurationsInWords(Duration duration, String words) {
        assertThat(DurationWords.of(duration)).isEqualTo(words);
    }
}
