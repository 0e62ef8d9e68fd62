package dev.cadenza.card;

import dev.cadenza.platform.CadenzaProperties;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Lends out recognizers, no more at a time than a node may have. They are made when they are first needed, since each
 * takes a moment and some memory that a node without cards would waste.
 */
@Component
class Recognizer implements DisposableBean {

    private static final String BUILT_IN = "eng";

    private final CardProperties properties;
    private final Path directory;
    private final Semaphore permits;
    private final BlockingQueue<Tesseract> idle = new LinkedBlockingQueue<>();
    private @Nullable Path data;

    Recognizer(CardProperties properties, CadenzaProperties installation) {
        this.properties = properties;
        this.directory = installation.dataDirectory().resolve("ocr").toAbsolutePath();
        this.permits = new Semaphore(properties.parallel());
    }

    /** Waits for a free recognizer and works with it. */
    <T> T with(Function<Tesseract, T> work) throws InterruptedException {
        permits.acquire();
        try {
            Tesseract tesseract = idle.poll();
            if (tesseract == null) {
                tesseract = make();
            }
            T result;
            try {
                result = work.apply(tesseract);
            } catch (RuntimeException | Error failure) {
                // Whatever state it was left in, the next picture starts with a new one.
                tesseract.close();
                throw failure;
            }
            idle.add(tesseract);
            return result;
        } finally {
            permits.release();
        }
    }

    private Tesseract make() {
        return new Tesseract(data(), properties.languages(), properties.timeLimit());
    }

    private synchronized Path data() {
        if (properties.dataPath() != null) {
            return properties.dataPath();
        }
        if (data == null) {
            data = unpacked();
        }
        return data;
    }

    /** The natives and the trained data lie in jars; Tesseract reads files. */
    private Path unpacked() {
        try {
            Files.createDirectories(directory);
            if (System.getProperty("org.bytedeco.javacpp.cachedir") == null) {
                System.setProperty("org.bytedeco.javacpp.cachedir", directory.resolve("natives").toString());
            }
            String name = BUILT_IN + ".traineddata";
            Path target = directory.resolve(name);
            Path fresh = Files.createTempFile(directory, BUILT_IN, ".part");
            try (InputStream in = Recognizer.class.getResourceAsStream("/tessdata/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("The trained data are not on the class path");
                }
                Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
            }
            // Nodes that start at once on one machine each put the same file there, whole.
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return directory;
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The trained data of the recognizer can't be written to " + directory,
                    unwritable);
        }
    }

    @Override
    public void destroy() {
        for (Tesseract tesseract = idle.poll(); tesseract != null; tesseract = idle.poll()) {
            tesseract.close();
        }
    }
}
