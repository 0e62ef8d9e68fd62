package dev.cadenza.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories that live as long as the test run. */
public final class TestDirectories {

    private TestDirectories() {
    }

    public static Path fresh() {
        try {
            Path directory = Files.createTempDirectory("cadenza-test");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory.toFile())));
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Whatever an application that shuts down at the same time still writes is left behind. */
    private static void delete(File file) {
        File[] children = file.listFiles();
        if (children != null) {
            for (File child : children) {
                delete(child);
            }
        }
        file.delete();
    }
}
