package dev.cadenza.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each plan of {@code src/test/resources/plans} gives, to the byte, the BPMN beside it. After a change that is meant,
 * {@code -Dgolden.update=true} writes the files anew; look at what changed before committing it.
 */
class GoldenTest {

    static Stream<Path> goldens() {
        return Plans.goldens().stream();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void compilesToTheGoldenFile(Path plan) throws IOException {
        Path bpmn = Plans.bpmn(plan);
        String xml = PlanCompiler.compile(Plans.read(plan)).xml();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(bpmn, xml);
        }
        assertThat(xml).isEqualTo(Files.readString(bpmn));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void compilesTwiceToTheSameText(Path plan) {
        CompiledPlan first = PlanCompiler.compile(Plans.read(plan));

        assertThat(PlanCompiler.compile(Plans.read(plan))).isEqualTo(first);
        assertThat(first.processKey()).isEqualTo(Plans.read(plan).key());
    }
}
