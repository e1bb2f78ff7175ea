package io.narthex.exercises;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.testkit.ExternalProgram;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/// The source files that patches change, patched in a folder of their own and compiled against the
/// classes of the modules. The project's own files stay as they are.
final class PatchedSources {
    private static final Pattern FILE = Pattern.compile("(?m)^(?:---|\\+\\+\\+) [ab]/(.+)$");

    private final Path folder;
    private final TreeSet<String> files = new TreeSet<>();

    /// Copies what the patches change, and applies them in their order.
    ///
    /// @param folder empty
    PatchedSources(Path folder, List<Path> patches) {
        this.folder = folder;
        for (Path patch : patches) {
            FILE.matcher(Exercise.read(patch)).results().forEach(m -> files.add(m.group(1)));
        }
        files.forEach(this::copy);
        for (Path patch : patches) {
            apply(patch);
        }
    }

    private void copy(String file) {
        Path from = Exercise.ROOT.resolve(file);
        Path to = folder.resolve(file);
        try {
            if (Files.exists(from)) {
                Files.createDirectories(to.getParent());
                Files.copy(from, to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void apply(Path patch) {
        ProcessBuilder git = new ProcessBuilder("git", "apply", patch.toString());
        git.directory(folder.toFile()).redirectErrorStream(true);
        // Were the folder below a repository, git would take the paths from that one's root.
        git.environment().put("GIT_CEILING_DIRECTORIES", folder.getParent().toString());
        try {
            Process process = git.start();
            String said = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor())
                    .as("git apply %s: %sWhere the code has moved on, renew the patch", patch, said)
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// Skips the running test where there is no git.
    static void requireGit() {
        ExternalProgram.require(Path.of("/usr/bin/git"), "git");
    }

    /// Compiles what there is after the patches.
    ///
    /// @return the folder of the classes
    Path compile(List<Path> classPath) {
        Path classes = folder.resolve("classes");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            Files.createDirectories(classes);
            manager.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            manager.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath);
            boolean compiled =
                    compiler.getTask(
                                    said,
                                    manager,
                                    null,
                                    List.of("-proc:none", "-parameters"),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(
                                            files.stream().map(folder::resolve).toList()))
                            .call();
            assertThat(compiled).as("%s", said).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return classes;
    }
}
