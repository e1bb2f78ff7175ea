package io.narthex.scrape.discover;

import io.narthex.scrape.TargetGroup;

import java.util.List;

/// Where the targets of one set come from.
///
/// @param fixed targets that the configuration names itself
/// @param discovered where the others come from
///
/// Thread safety: immutable.
public record Sources(List<TargetGroup> fixed, List<DiscoveryConfig> discovered) {
    /// Copies the lists.
    public Sources {
        fixed = List.copyOf(fixed);
        discovered = List.copyOf(discovered);
    }
}
