package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads a list of target groups in YAML.
///
/// Thread safety: stateless.
public final class GroupsYaml {
    /// What a group has, in a file of its own and in a configuration.
    public static final KeyTable KEYS =
            KeyTable.of(
                    "static_configs",
                    Key.texts("targets", "`host:port`"),
                    Key.of("labels", KeyType.TEXT_BY_NAME, "", "labels of all of them"));

    private GroupsYaml() {}

    /// The groups of a file.
    ///
    /// @throws io.narthex.yaml.ConfigException if it is no list of such, with file, line and key
    public static List<TargetGroup> read(Path file, String yaml) {
        return read(GroupOrigin.of(file), yaml);
    }

    static List<TargetGroup> read(GroupOrigin origin, String yaml) {
        List<TargetGroup> groups = new ArrayList<>();
        for (YamlMapping entry : YamlDocument.list(origin.name(), yaml)) {
            YamlMapping group = entry.declared(KEYS);
            List<String> targets = group.texts("targets");
            Map<String, String> labels = group.textByKey("labels");
            group.refuseTheRest();
            try {
                groups.add(origin.group(groups.size(), targets, labels));
            } catch (IllegalArgumentException e) {
                throw group.place("labels").error(e);
            }
        }
        return groups;
    }
}
