package io.narthex.server.config;

import io.narthex.remote.otlp.OtlpConfig;
import io.narthex.remote.otlp.TranslationStrategy;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.YamlMapping;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads the block `otlp` of a configuration.
///
/// Thread safety: stateless.
final class OtlpConfigReader {
    static final KeyTable KEYS =
            KeyTable.of(
                    "otlp",
                    Key.word(
                            "translation_strategy",
                            OtlpConfig.DEFAULTS.strategy().word(),
                            "how names are made",
                            Arrays.stream(TranslationStrategy.values())
                                    .map(TranslationStrategy::word)
                                    .toList()),
                    Key.texts(
                            "promote_resource_attributes",
                            "attributes of the resource that become labels of all its series"),
                    Key.flag("promote_all_resource_attributes", false, "all of them"),
                    Key.texts("ignore_resource_attributes", "but for these"),
                    Key.flag(
                            "keep_identifying_resource_attributes",
                            false,
                            "`target_info` has the attributes of `job` and `instance` too"),
                    Key.flag("convert_histograms_to_nhcb", false, "histograms become native ones"),
                    Key.flag(
                            "promote_scope_metadata",
                            false,
                            "`otel_scope_name`, `_version`, `_schema_url` and the scope's"
                                    + " attributes become labels"),
                    Key.flag("label_name_underscore_sanitization", true, "`_x` becomes `key_x`"),
                    Key.flag(
                            "label_name_preserve_multiple_underscores",
                            true,
                            "`a..b` becomes `a__b`, else `a_b`"));

    private OtlpConfigReader() {}

    static OtlpConfig read(YamlMapping otlp) {
        OtlpConfig defaults = OtlpConfig.DEFAULTS;
        TranslationStrategy[] strategy = {defaults.strategy()};
        otlp.value("translation_strategy", OtlpConfigReader::strategy, s -> strategy[0] = s);
        boolean promoteAll = flag(otlp, "promote_all_resource_attributes", false);
        List<String> promoted = otlp.texts("promote_resource_attributes");
        List<String> ignored = otlp.texts("ignore_resource_attributes");
        if (promoteAll && !promoted.isEmpty()) {
            throw otlp.place("promote_resource_attributes")
                    .error(
                            "'promote_all_resource_attributes' and 'promote_resource_attributes'"
                                    + " cannot be configured simultaneously");
        }
        if (!promoteAll && !ignored.isEmpty()) {
            throw otlp.place("ignore_resource_attributes")
                    .error(
                            "'ignore_resource_attributes' cannot be configured unless"
                                    + " 'promote_all_resource_attributes' is true");
        }
        OtlpConfig config =
                new OtlpConfig(
                        strategy[0],
                        promoteAll,
                        promoteAll
                                ? attributes(otlp, "ignore_resource_attributes", ignored)
                                : attributes(otlp, "promote_resource_attributes", promoted),
                        flag(otlp, "keep_identifying_resource_attributes", false),
                        flag(otlp, "convert_histograms_to_nhcb", false),
                        flag(otlp, "promote_scope_metadata", false),
                        flag(otlp, "label_name_underscore_sanitization", true),
                        flag(otlp, "label_name_preserve_multiple_underscores", true));
        otlp.refuseTheRest();
        return config;
    }

    private static boolean flag(YamlMapping block, String key, boolean otherwise) {
        boolean[] value = {otherwise};
        block.flag(key, b -> value[0] = b);
        return value[0];
    }

    private static Set<String> attributes(YamlMapping block, String key, List<String> names) {
        Set<String> attributes = new LinkedHashSet<>();
        for (String name : names) {
            String attribute = name.strip();
            if (attribute.isEmpty()) {
                throw block.place(key).error("an empty name of a resource attribute");
            }
            if (!attributes.add(attribute)) {
                throw block.place(key)
                        .error("resource attribute \"" + attribute + "\" is there twice");
            }
        }
        return attributes;
    }

    private static TranslationStrategy strategy(String word) {
        TranslationStrategy strategy = TranslationStrategy.of(word);
        if (strategy == null) {
            throw new IllegalArgumentException(
                    "unsupported OTLP translation strategy \"%s\"; there are %s"
                            .formatted(
                                    word,
                                    Arrays.stream(TranslationStrategy.values())
                                            .map(TranslationStrategy::word)
                                            .collect(Collectors.joining(", "))));
        }
        return strategy;
    }
}
