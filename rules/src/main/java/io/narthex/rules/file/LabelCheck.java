package io.narthex.rules.file;

import io.narthex.model.Labels;
import io.narthex.yaml.YamlPlace;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Which names and values labels and annotations may have: any UTF-8.
///
/// Thread safety: stateless.
final class LabelCheck {
    private LabelCheck() {}

    /// @param places where each name stands
    static void labels(
            Map<String, String> labels,
            Function<String, YamlPlace> places,
            BiConsumer<YamlPlace, String> problem) {
        labels.forEach(
                (name, value) -> {
                    if (!isName(name) || name.equals(Labels.NAME)) {
                        problem.accept(places.apply(name), "invalid label name: " + name);
                    }
                    if (!isUtf8(value)) {
                        problem.accept(places.apply(name), "invalid label value: " + value);
                    }
                });
    }

    static boolean isName(String name) {
        return !name.isEmpty() && isUtf8(name);
    }

    /// Half a surrogate pair, which an escape can write, is no text.
    private static boolean isUtf8(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
