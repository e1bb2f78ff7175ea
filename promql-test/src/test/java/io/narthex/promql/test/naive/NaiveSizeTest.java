package io.narthex.promql.test.naive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The naive evaluator is the textbook: it stays short enough to be read in one go. Lines count
/// that are neither blank nor comment.
class NaiveSizeTest {
    private static final Path NAIVE = Path.of("src/main/java/io/narthex/promql/test/naive");
    private static final Pattern NO_CODE = Pattern.compile("\\s*(//.*)?");

    @ParameterizedTest
    @CsvSource({"., 800", "function, 1150"})
    void lines_ofAPackage_areFew(String folder, int most) throws IOException {
        long lines = 0;
        try (Stream<Path> files = Files.list(NAIVE.resolve(folder))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                lines += lines(Files.readAllLines(file));
            }
        }
        assertThat(lines).isBetween(most / 2L, (long) most);
    }

    private static long lines(List<String> text) {
        return text.stream().filter(line -> !NO_CODE.matcher(line).matches()).count();
    }
}
