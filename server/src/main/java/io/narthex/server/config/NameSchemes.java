package io.narthex.server.config;

import io.narthex.yaml.YamlMapping;

/// Reads the keys about which names metrics may have: any UTF-8, and nothing else so far.
///
/// Thread safety: stateless.
final class NameSchemes {
    private NameSchemes() {}

    static void read(YamlMapping block) {
        only(block, "metric_name_validation_scheme", "utf8");
        only(block, "metric_name_escaping_scheme", "allow-utf-8");
    }

    private static void only(YamlMapping block, String key, String supported) {
        block.text(
                key,
                value -> {
                    if (!value.equals(supported)) {
                        throw block.place(key)
                                .error(
                                        "\""
                                                + value
                                                + "\" is not supported yet; "
                                                + supported
                                                + " is");
                    }
                });
    }
}
