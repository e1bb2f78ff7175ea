package io.narthex.rules.file;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.yaml.ConfigException;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads rule files and checks everything that can be checked before a rule runs.
///
/// All problems of a file are found in one go. What they say is Prometheus'; where Prometheus knows
/// no place, the nearest one is there nevertheless. Only what is wrong with the file's structure is
/// told in other words, with the key's path and the name that was probably meant.
///
/// Thread safety: immutable.
public final class RuleFileReader {
    /// What a file may have, with all that its blocks may have.
    public static final KeyTable KEYS =
            KeyTable.of(
                    "rule file",
                    Key.blocks("groups", GroupReader.KEYS, "rules that are evaluated together"));

    private static final Logger LOG = LoggerFactory.getLogger(RuleFileReader.class);

    private final ParserOptions options;
    private final boolean ignoreUnknownKeys;

    /// @param options the language of expressions
    public RuleFileReader(ParserOptions options) {
        this(options, false);
    }

    private RuleFileReader(ParserOptions options, boolean ignoreUnknownKeys) {
        this.options = options;
        this.ignoreUnknownKeys = ignoreUnknownKeys;
    }

    /// A reader that passes over keys that rule files don't have.
    public RuleFileReader ignoringUnknownKeys() {
        return new RuleFileReader(options, true);
    }

    /// Reads a file.
    ///
    /// @throws RuleFileException if it can't be read or used
    public RuleFile read(Path file) {
        String yaml;
        try {
            yaml = YamlDocument.text(file, "");
        } catch (ConfigException e) {
            throw new RuleFileException(file.toString(), List.of(e.withinFile()));
        }
        return parse(file.toString(), yaml);
    }

    /// Reads a text.
    ///
    /// @param path the file's name
    /// @throws RuleFileException if it can't be used
    public RuleFile parse(String path, String yaml) {
        List<String> problems = new ArrayList<>();
        List<RuleGroupDefinition> groups = new ArrayList<>();
        try {
            YamlDocument document = YamlDocument.parse(path, yaml);
            if (document.hasMore()) {
                LOG.warn("{} has several YAML documents; only the first one is read", path);
            }
            YamlMapping top = document.top().declared(KEYS);
            List<YamlMapping> nodes = top.mappings("groups");
            refuseUnknown(top);
            Set<String> names = new HashSet<>();
            for (YamlMapping node : nodes) {
                groups.add(new GroupReader(this, node, problems).read(names));
            }
        } catch (ConfigException e) {
            problems.add(e.withinFile());
        }
        if (!problems.isEmpty()) {
            throw new RuleFileException(path, problems);
        }
        return new RuleFile(path, groups);
    }

    ParserOptions options() {
        return options;
    }

    void refuseUnknown(YamlMapping mapping) {
        if (!ignoreUnknownKeys) {
            mapping.refuseTheRest();
        }
    }
}
