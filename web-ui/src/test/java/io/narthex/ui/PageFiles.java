package io.narthex.ui;

import io.narthex.testkit.PrometheusApi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The page's files as they are on the class path, and the sources of its script.
final class PageFiles {
    private PageFiles() {}

    static String text(String file) {
        try {
            return Files.readString(path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Object json(String file) {
        return PrometheusApi.json(text(file));
    }

    /// The `id` of each object of an array.
    static List<String> ids(String file) {
        return PrometheusApi.list(json(file)).stream()
                .map(PrometheusApi::map)
                .map(object -> (String) PrometheusApi.member(object, "id"))
                .toList();
    }

    /// The scripts' sources by path.
    static Map<String, String> scripts() {
        Map<String, String> scripts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/ts"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                scripts.put(file.toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return scripts;
    }

    private static Path path(String file) {
        try {
            return Path.of(
                    Objects.requireNonNull(PageFiles.class.getResource("/io/narthex/ui/" + file))
                            .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
