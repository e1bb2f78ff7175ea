package io.narthex.exercises;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What `docs/exercises.md` tells of its exercises is so: each patch applies; the test that is
/// named fails with it as told, and passes without it or with the solution.
///
/// No build is run for it: the few files that a patch changes are compiled and come first on the
/// class path of the one test.
class ExercisesTest {
    /// The modules that exercises may change, and those that their tests need.
    private static final List<String> MODULES =
            List.of("testkit", "promql-engine", "promql-parser", "tsdb-core", "model");

    @TempDir Path folder;

    @BeforeAll
    static void requireGit() {
        PatchedSources.requireGit();
    }

    static List<Exercise> exercises() {
        return Exercise.all();
    }

    @Test
    void page_tellsOfEveryPatch() throws IOException {
        List<Path> told = new ArrayList<>();
        for (Exercise e : exercises()) {
            told.add(e.patch());
            e.solution().ifPresent(told::add);
        }
        try (Stream<Path> files = Files.list(Exercise.ROOT.resolve("docs/exercises"))) {
            assertThat(told)
                    .hasSizeGreaterThan(9)
                    .containsExactlyInAnyOrderElementsOf(files.toList());
        }
    }

    @ParameterizedTest
    @MethodSource("exercises")
    void test_failsWithThePatch(Exercise exercise) {
        TestExecutionSummary summary = run(exercise, List.of(exercise.patch()));
        assertThat(summary.getFailures())
                .extracting(failure -> String.valueOf(failure.getException().getMessage()))
                .as("what %s says", exercise.testMethod())
                .anyMatch(message -> message.contains(exercise.says()));
    }

    @ParameterizedTest
    @MethodSource("exercises")
    void test_passesOnceSolved(Exercise exercise) {
        List<Path> patches =
                exercise.solution().map(s -> List.of(exercise.patch(), s)).orElse(List.of());
        TestExecutionSummary summary = run(exercise, patches);
        assertThat(summary.getFailures())
                .extracting(TestExecutionSummary.Failure::getException)
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isPositive();
    }

    private TestExecutionSummary run(Exercise exercise, List<Path> patches) {
        List<Path> classPath = Trial.classPath(MODULES);
        if (!patches.isEmpty()) {
            PatchedSources patched = new PatchedSources(folder, patches);
            classPath.addFirst(patched.compile(classPath));
        }
        return Trial.run(classPath, exercise.testClass(), exercise.testMethod());
    }
}
