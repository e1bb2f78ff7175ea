package io.narthex.server.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.Optional;

/// A place in a configuration file.
///
/// @param file as the user named it
/// @param line from 1
/// @param path the keys that lead there, such as `scrape_configs[0].job_name`; empty at the top
///
/// Thread safety: immutable.
record YamlPlace(String file, int line, String path) {
    YamlPlace key(String key) {
        return new YamlPlace(file, line, path.isEmpty() ? key : path + "." + key);
    }

    YamlPlace index(int i) {
        return new YamlPlace(file, line, path + "[" + i + "]");
    }

    /// The same path on the line where a node begins.
    YamlPlace at(Node node) {
        Optional<Mark> mark = node.getStartMark();
        return mark.isPresent() ? new YamlPlace(file, mark.get().getLine() + 1, path) : this;
    }

    ConfigException error(String reason) {
        return new ConfigException(
                file + ":" + line, path.isEmpty() ? reason : path + ": " + reason);
    }

    /// The refusal of a value by whatever it was meant for.
    ConfigException error(IllegalArgumentException refusal) {
        return error(String.valueOf(refusal.getMessage()));
    }
}
