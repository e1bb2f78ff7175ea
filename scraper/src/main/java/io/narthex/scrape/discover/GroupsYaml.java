package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;
import io.narthex.yaml.YamlDocument;
import io.narthex.yaml.YamlMapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads a list of target groups in YAML.
///
/// Thread safety: stateless.
final class GroupsYaml {
    private GroupsYaml() {}

    /// @throws io.narthex.yaml.ConfigException if it is none, with file, line and key
    static List<TargetGroup> read(GroupOrigin origin, String yaml) {
        List<TargetGroup> groups = new ArrayList<>();
        for (YamlMapping group : YamlDocument.list(origin.name(), yaml)) {
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
