package dev.cadenza.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@code plans/invalid} is a plan with one fault, with the diagnostic it must get, and no other. */
class PlanCheckTest {

    /** A plan and what is wrong with it. */
    record Invalid(Plan plan, List<Diagnostic> diagnostics) {
    }

    static Stream<Path> invalid() {
        return Plans.jsonIn(Plans.FOLDER.resolve("invalid")).stream();
    }

    static Stream<Path> goldens() {
        return Plans.goldens().stream();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void tellsWhatIsWrong(Path file) {
        Invalid invalid = Plans.read(file, Invalid.class);

        assertThat(PlanCheck.check(invalid.plan())).isEqualTo(invalid.diagnostics());
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void compilesNoPlanWithFaults(Path file) {
        Invalid invalid = Plans.read(file, Invalid.class);

        assertThatThrownBy(() -> PlanCompiler.compile(invalid.plan()))
                .isInstanceOfSatisfying(PlanInvalid.class,
                        refusal -> assertThat(refusal.diagnostics()).isEqualTo(invalid.diagnostics()))
                .hasMessageContaining(invalid.diagnostics().get(0).message());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void findsNothingWrongWithGoodPlans(Path file) {
        assertThat(PlanCheck.check(Plans.read(file))).isEmpty();
    }

    @Test
    void refusesPlansThatNobodyCouldOversee() {
        assertThat(PlanCheck.check(RandomPlans.line(PlanCheck.MAX_STEPS + 1))).extracting(Diagnostic::code)
                .containsExactly("plan-too-large");
    }

    @Test
    void nothingButPlanInvalidComesOfGarbage() {
        List<Plan> compiled = IntStream.range(0, 3_000).mapToObj(RandomPlans::garbage).filter(plan -> {
            try {
                PlanCompiler.compile(plan);
                return true;
            } catch (PlanInvalid expected) {
                assertThat(expected.diagnostics()).isNotEmpty()
                        .allSatisfy(fault -> assertThat(fault.message()).endsWith("."));
                return false;
            }
        }).toList();

        assertThat(compiled).allSatisfy(plan -> assertThat(Geometry.faults(DiagramTest.compiled(plan))).isEmpty());
    }
}
