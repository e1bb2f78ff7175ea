package io.narthex.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.Optional;

/// A place in a YAML file.
///
/// @param file as the user named it
/// @param line from 1
/// @param column from 1, in characters
/// @param path the keys that lead there, such as `scrape_configs[0].job_name`; empty at the top
///
/// Thread safety: immutable.
public record YamlPlace(String file, int line, int column, String path) {
    YamlPlace key(String key) {
        return new YamlPlace(file, line, column, path.isEmpty() ? key : path + "." + key);
    }

    YamlPlace index(int i) {
        return new YamlPlace(file, line, column, path + "[" + i + "]");
    }

    /// The same path on the line where a node begins.
    YamlPlace at(Node node) {
        Optional<Mark> mark = node.getStartMark();
        return mark.map(m -> new YamlPlace(file, m.getLine() + 1, m.getColumn() + 1, path))
                .orElse(this);
    }

    /// An error here.
    public ConfigException error(String reason) {
        return new ConfigException(this, reason, null);
    }

    /// The refusal of a value by whatever it was meant for.
    public ConfigException error(IllegalArgumentException refusal) {
        return new ConfigException(this, String.valueOf(refusal.getMessage()), refusal);
    }

    /// The reason with the path before it.
    String onPath(String reason) {
        return path.isEmpty() ? reason : path + ": " + reason;
    }
}
