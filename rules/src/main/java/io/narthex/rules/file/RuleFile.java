package io.narthex.rules.file;

import java.util.List;

/// A rule file, read and checked.
///
/// @param path as the configuration leads to it; a group is known by it and its own name
/// @param groups in the file's order, their names unique
///
/// Thread safety: immutable.
public record RuleFile(String path, List<RuleGroupDefinition> groups) {
    /// Copies the list.
    public RuleFile {
        groups = List.copyOf(groups);
    }

    /// How many rules the groups have together.
    public int ruleCount() {
        return groups.stream().mapToInt(g -> g.rules().size()).sum();
    }
}
