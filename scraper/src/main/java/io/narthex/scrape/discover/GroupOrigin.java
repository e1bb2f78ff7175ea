package io.narthex.scrape.discover;

import io.narthex.model.Labels;
import io.narthex.scrape.TargetGroup;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where a list of groups came from, which the groups' labels say too.
///
/// @param name a path or a URL
/// @param label the label that has it
///
/// Thread safety: immutable.
record GroupOrigin(String name, String label) {
    /// A file's.
    static GroupOrigin of(Path file) {
        return new GroupOrigin(file.toString(), "__meta_filepath");
    }

    /// The group at a position of the list.
    ///
    /// @throws IllegalArgumentException if a label has no name
    TargetGroup group(int position, List<String> targets, Map<String, String> labels) {
        if (labels.containsKey("")) {
            throw new IllegalArgumentException("\"\" is not a valid label name");
        }
        Labels all = Labels.of(labels).toBuilder().set(label, name).build();
        return TargetGroup.ofAddresses(targets, all, name + ":" + position);
    }
}
