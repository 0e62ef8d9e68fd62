package dev.cadenza.kill;

import dev.cadenza.testing.TestDirectories;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the many starts of {@link CadenzaProcess} cheaper: the first one that answers writes the classes it has loaded
 * to an archive (class data sharing), from which the later ones take them without reading and verifying them again.
 * That saves about two fifths of a start. The JVM only archives what comes from jars, so the application's own classes
 * are put into one.
 *
 * <p>Without an archive, everything works as well and takes longer.
 */
final class ClassArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final ClassArchive INSTANCE = new ClassArchive();

    private final Path file = TestDirectories.fresh().resolve("classes.jsa");
    private final String classPath = jarsOnly();
    private boolean tried;

    private ClassArchive() {
    }

    static ClassArchive get() {
        return INSTANCE;
    }

    /** The class path of the application without the tests. */
    String classPath() {
        return classPath;
    }

    /** What the next process is started with. */
    synchronized List<String> options() {
        if (Files.exists(file)) {
            return List.of("-XX:SharedArchiveFile=" + file);
        }
        return tried ? List.of() : List.of("-XX:+RecordDynamicDumpInfo");
    }

    /** Archives what a process has loaded by now, once. */
    synchronized void fill(Process process) {
        if (tried) {
            return;
        }
        tried = true;
        Path partial = file.resolveSibling("partial.jsa");
        try {
            Process dump = new ProcessBuilder(JAVA_HOME.resolve("bin/jcmd").toString(), Long.toString(process.pid()),
                    "VM.cds", "dynamic_dump", partial.toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (!dump.waitFor(2, TimeUnit.MINUTES) || !Files.exists(partial)) {
                dump.destroyForcibly();
                LOG.warn("The classes of the application could not be archived, so that each start takes longer");
                return;
            }
            Files.move(partial, file);
        } catch (IOException noTool) {
            LOG.warn("The classes of the application could not be archived, so that each start takes longer", noTool);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String jarsOnly() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path)) {
                entries.add(entry);
            } else if (Files.exists(path.resolve("dev/cadenza/Cadenza.class"))) {
                entries.add(0, jar(path).toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path jar(Path directory) {
        Path jar = TestDirectories.fresh().resolve("classes.jar");
        try (Stream<Path> paths = Files.walk(directory); OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            out.setLevel(0);
            for (Path path : paths.filter(one -> !one.equals(directory)).sorted().toList()) {
                String name = directory.relativize(path).toString().replace(File.separatorChar, '/');
                // Directories have entries of their own: resources are looked for by patterns.
                out.putNextEntry(new JarEntry(Files.isDirectory(path) ? name + "/" : name));
                if (!Files.isDirectory(path)) {
                    Files.copy(path, out);
                }
                out.closeEntry();
            }
        } catch (IOException failure) {
            throw new IllegalStateException("The classes of the application can't be put into a jar", failure);
        }
        return jar;
    }
}
