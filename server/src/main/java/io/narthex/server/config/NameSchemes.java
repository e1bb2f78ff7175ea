package io.narthex.server.config;

import io.narthex.scrape.NameScheme;
import io.narthex.scrape.NameScheme.Escaping;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Reads the keys about which names metrics may have.
///
/// Thread safety: stateless.
final class NameSchemes {
    private static final String VALIDATION = "metric_name_validation_scheme";
    private static final String ESCAPING = "metric_name_escaping_scheme";

    /// What `global` has too.
    static final KeyTable KEYS =
            KeyTable.of(
                    "names",
                    Key.word(
                            VALIDATION,
                            "utf8",
                            "`legacy` allows letters, digits and `_` only (and `:` in metrics); a"
                                    + " scrape with other names fails",
                            List.of("utf8", "legacy")),
                    Key.word(
                            ESCAPING,
                            Escaping.ALLOW_UTF_8.configName(),
                            "how targets are asked to write other names, which are stored as they"
                                    + " come; `underscores` goes with `legacy`",
                            Arrays.stream(Escaping.values()).map(Escaping::configName).toList()));

    private static final Pattern LEGACY_LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private NameSchemes() {}

    /// Whether a label may have the name where none but legacy names are allowed.
    static boolean isLegacyLabel(String name) {
        return LEGACY_LABEL.matcher(name).matches();
    }

    /// Reads them from a block. How names are escaped follows from which are allowed, where the
    /// block says the latter only.
    ///
    /// @param inherited where the block says nothing
    static NameScheme read(YamlMapping block, NameScheme inherited) {
        @Nullable Boolean[] legacy = {null};
        @Nullable Escaping[] escaping = {null};
        block.value(VALIDATION, NameSchemes::isLegacy, b -> legacy[0] = b);
        block.value(ESCAPING, NameSchemes::escaping, e -> escaping[0] = e);
        Boolean own = legacy[0];
        boolean onlyLegacy = own == null ? inherited.legacy() : own;
        Escaping named = escaping[0];
        Escaping following =
                own == null
                        ? inherited.escaping()
                        : own ? Escaping.UNDERSCORES : Escaping.ALLOW_UTF_8;
        try {
            return new NameScheme(onlyLegacy, named == null ? following : named);
        } catch (IllegalArgumentException e) {
            throw block.place(ESCAPING).error(e);
        }
    }

    private static boolean isLegacy(String text) {
        return switch (text) {
            case "legacy" -> true;
            case "utf8" -> false;
            default ->
                    throw new IllegalArgumentException(
                            "unknown scheme \"" + text + "\"; utf8 or legacy");
        };
    }

    private static Escaping escaping(String text) {
        for (Escaping escaping : Escaping.values()) {
            if (escaping.configName().equals(text)) {
                return escaping;
            }
        }
        String known =
                String.join(
                        ", ", Arrays.stream(Escaping.values()).map(Escaping::configName).toList());
        throw new IllegalArgumentException("unknown scheme \"" + text + "\"; one of " + known);
    }
}
