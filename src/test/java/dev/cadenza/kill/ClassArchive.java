package dev.cadenza.kill;

import dev.cadenza.testing.TestDatabase;
import dev.cadenza.testing.TestDirectories;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Makes the many starts of the application in processes of their own cheaper: one that is started for it alone writes
 * the classes that it has loaded to an archive (class data sharing), from which all later ones take them without reading
 * and verifying them again. That saves more than half of a start. The JVM only archives what comes from jars, so the
 * application's own classes are put into one. The archive is made once for a build, whichever of the processes that
 * run tests comes first; the others start without until it is there.
 *
 * <p>It is made at an orderly end: one that is asked for while the application runs leaves out every class that was
 * loaded and not yet linked, a fifth of them.
 */
final class ClassArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    private static final Path ARCHIVES = Path.of("target", "class-archives");
    private static final ClassArchive INSTANCE = new ClassArchive();
    /** Nothing is sent. */
    private static final int NO_SERVER = 1;

    private final List<String> entries = applicationOnly();
    private final Path directory = ARCHIVES.resolve(fingerprint(entries)).toAbsolutePath();
    private final Path jar = directory.resolve("application.jar");
    private final Path archive = directory.resolve("classes.jsa");
    private boolean tried;

    private ClassArchive() {
    }

    static ClassArchive get() {
        return INSTANCE;
    }

    /** The options of a Java that is to run the application: its class path, and the archive where there is one. */
    synchronized List<String> options() {
        if (!tried && !Files.exists(archive)) {
            tried = true;
            make();
        }
        return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-cp", classPath(jar))
                : List.of("-cp", String.join(File.pathSeparator, entries));
    }

    /** Unless another process is at it. */
    private void make() {
        try {
            Files.createDirectories(directory);
            try (FileChannel file = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); FileLock lock = file.tryLock()) {
                if (lock != null && !Files.exists(archive)) {
                    discardOthers();
                    write(jar);
                    train();
                }
            }
        } catch (IOException | IllegalStateException failure) {
            LOG.warn("The application's classes could not be archived: each start takes longer", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of earlier builds. */
    private void discardOthers() throws IOException {
        try (Stream<Path> all = Files.list(ARCHIVES.toAbsolutePath())) {
            for (Path other : all.filter(one -> !one.equals(directory)).toList()) {
                FileSystemUtils.deleteRecursively(other);
            }
        }
    }

    /** Starts the application with everything that it has, and has it archive its classes at its end. */
    private void train() throws IOException, InterruptedException {
        Path partial = directory.resolve("partial.jsa");
        Files.deleteIfExists(partial);
        try (CadenzaProcess application = CadenzaProcess.start(List.of("-XX:ArchiveClassesAtExit=" + partial, "-cp",
                classPath(jar), CadenzaProcess.MAIN_CLASS), TestDatabase.fresh(), NO_SERVER, TestDirectories.fresh(), List.of(
                "--camunda.bpm.webapp.enabled=true", "--springdoc.api-docs.enabled=true",
                "--cadenza.mail.embedded=true", "--cadenza.mail.embedded-smtp-port=0",
                "--cadenza.mail.embedded-imap-port=0"))) {
            application.awaitAnswer();
            application.terminate();
        }
        Files.move(partial, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    private String classPath(Path application) {
        return String.join(File.pathSeparator, entries.stream()
                .map(entry -> Files.isDirectory(Path.of(entry)) ? application.toString() : entry).toList());
    }

    /** The class path of this process without the tests. */
    private static List<String> applicationOnly() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) {
                entries.add(entry);
            } else if (Files.exists(path.resolve("dev/cadenza/Cadenza.class"))) {
                entries.add(0, entry);
            }
        }
        return entries;
    }

    /** Another one where any file differs: the JVM would not take the archive. */
    private static String fingerprint(List<String> entries) {
        StringBuilder files = new StringBuilder();
        for (String entry : entries) {
            try (Stream<Path> paths = Files.walk(Path.of(entry))) {
                for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                    files.append(path).append(' ').append(Files.size(path)).append(' ')
                            .append(Files.getLastModifiedTime(path)).append('\n');
                }
            } catch (IOException failure) {
                throw new IllegalStateException("The class path can't be read", failure);
            }
        }
        return UUID.nameUUIDFromBytes(files.toString().getBytes(StandardCharsets.UTF_8)).toString();
    }

    private void write(Path jar) throws IOException {
        Path classes = Path.of(entries.get(0));
        try (Stream<Path> paths = Files.walk(classes); OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.setLevel(0);
            for (Path path : paths.filter(one -> !one.equals(classes)).sorted().toList()) {
                String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
                // Directories have entries of their own: resources are looked for by patterns.
                out.putNextEntry(new JarEntry(Files.isDirectory(path) ? name + "/" : name));
                if (!Files.isDirectory(path)) {
                    Files.copy(path, out);
                }
                out.closeEntry();
            }
        }
    }
}
