package dev.cadenza.compiler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The plans of the tests: JSON files, each beside what it must give. */
final class Plans {

    static final Path FOLDER = Path.of("src/test/resources/plans");
    private static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private Plans() {
    }

    static Plan read(Path json) {
        return read(json, Plan.class);
    }

    static <T> T read(Path json, Class<T> type) {
        try {
            return JSON.readValue(json.toFile(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(json.toString(), e);
        }
    }

    static List<Path> goldens() {
        return jsonIn(FOLDER);
    }

    /** The BPMN that a plan must give. */
    static Path bpmn(Path plan) {
        return plan.resolveSibling(plan.getFileName().toString().replace(".json", ".bpmn"));
    }

    static List<Path> jsonIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
