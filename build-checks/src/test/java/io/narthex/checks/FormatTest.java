package io.narthex.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Every source file is as google-java-format (AOSP) writes it.
///
/// `mvn -q -pl build-checks test -Dtest=FormatTest -Dformat.apply=true` rewrites the files instead.
class FormatTest {
    private final Formatter formatter =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    @Test
    void sources_areFormatted() {
        boolean apply = Boolean.getBoolean("format.apply");
        List<Path> sources =
                Stream.of("src/main/java", "src/test/java")
                        .flatMap(folder -> SourceTree.javaFiles(folder).stream())
                        .toList();
        List<String> unformatted =
                sources.parallelStream()
                        .filter(file -> !isFormatted(file, apply))
                        .map(SourceTree::name)
                        .toList();
        assertThat(unformatted)
                .as(
                        "not formatted; mend with: mvn -q -pl build-checks test -Dtest=FormatTest"
                                + " -Dformat.apply=true")
                .isEmpty();
    }

    private boolean isFormatted(Path file, boolean apply) {
        String source = SourceTree.read(file);
        try {
            String formatted = formatter.formatSourceAndFixImports(source);
            if (apply && !formatted.equals(source)) {
                Files.writeString(file, formatted);
                return true;
            }
            return formatted.equals(source);
        } catch (FormatterException e) {
            throw new AssertionError(SourceTree.name(file) + " cannot be parsed", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
