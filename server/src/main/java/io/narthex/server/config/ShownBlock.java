package io.narthex.server.config;

import io.narthex.model.DurationText;
import io.narthex.yaml.YamlMapping;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A block of the configuration as Prometheus shows it: the keys in its order, with defaults where
/// it has some, without those that say nothing, and without secrets.
///
/// @param from the block of the file
/// @param to what is shown, filled key by key
///
/// Thread safety: for one thread.
record ShownBlock(YamlMapping from, Map<String, Object> to) {
    /// What stands in the place of secrets.
    static final String SECRET = "<secret>";

    /// Nothing is shown of it yet.
    static ShownBlock of(YamlMapping from) {
        return new ShownBlock(from, new LinkedHashMap<>());
    }

    /// Shows texts that are not empty.
    void texts(String... keys) {
        for (String key : keys) {
            from.text(key, text -> put(key, text));
        }
    }

    /// Shows a text that has a default.
    void text(String key, String otherwise) {
        to.put(key, otherwise);
        from.text(key, text -> put(key, text));
    }

    /// Shows a text that is neither null nor empty.
    void put(String key, String text) {
        if (!text.isEmpty()) {
            to.put(key, text);
        }
    }

    /// Shows a number that is not 0.
    void put(String key, long number) {
        if (number != 0) {
            to.put(key, number);
        }
    }

    /// Shows a flag that is set.
    void put(String key, boolean flag) {
        if (flag) {
            to.put(key, true);
        }
    }

    /// Shows a list or a block that is not empty.
    void put(String key, List<?> items) {
        if (!items.isEmpty()) {
            to.put(key, items);
        }
    }

    /// The same, sorted.
    void put(String key, Map<String, ?> block) {
        if (!block.isEmpty()) {
            to.put(key, new TreeMap<>(block));
        }
    }

    /// Shows that a secret is there.
    void secret(String key) {
        from.text(key, text -> put(key, text.isEmpty() ? "" : SECRET));
    }

    /// Shows the name of a file, seen from the folder of the configuration.
    void file(String key) {
        from.text(key, text -> put(key, text.isEmpty() ? "" : file(from, text)));
    }

    /// A name of a file, seen from the folder of the configuration.
    static String file(YamlMapping block, String name) {
        return Path.of(block.place().file()).resolveSibling(name).normalize().toString();
    }

    /// Shows names of files.
    void files(String key) {
        put(key, from.texts(key).stream().map(name -> file(from, name)).toList());
    }

    /// Shows a flag, whether it is set or not.
    void flag(String key, boolean otherwise) {
        to.put(key, otherwise);
        from.flag(key, flag -> to.put(key, flag));
    }

    /// Shows flags that are set.
    void flagsIfSet(String... keys) {
        for (String key : keys) {
            from.flag(key, flag -> put(key, flag));
        }
    }

    /// Shows a duration that has a default.
    void duration(String key, String otherwise) {
        put(key, otherwise);
        from.duration(key, d -> put(key, d.isZero() ? otherwise : DurationText.format(d)));
    }

    /// Shows a number with a fraction that is not 0.
    void fraction(String key) {
        from.value(
                key,
                Double::valueOf,
                n -> {
                    if (n != 0) {
                        to.put(key, n);
                    }
                });
    }

    /// Shows a list of texts.
    void list(String key) {
        put(key, from.texts(key));
    }

    /// A list of secrets.
    static List<String> hidden(List<String> secrets) {
        List<String> hidden = new ArrayList<>(secrets);
        hidden.replaceAll(_ -> SECRET);
        return hidden;
    }
}
