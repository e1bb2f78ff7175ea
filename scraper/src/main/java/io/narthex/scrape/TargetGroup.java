package io.narthex.scrape;

import io.narthex.model.Labels;

import java.util.List;

/// Targets that share labels, from one source of discovery.
///
/// @param targets one label set per target, `__address__` among them
/// @param groupLabels labels added to each target where it does not set them itself
/// @param source names the group within its job, such as `0` for the first static group
///
/// Thread safety: immutable.
public record TargetGroup(List<Labels> targets, Labels groupLabels, String source) {
    /// Copies the list.
    public TargetGroup {
        targets = List.copyOf(targets);
    }

    /// A group of addresses (`host:port`) with common labels: a `static_configs` entry.
    public static TargetGroup ofAddresses(List<String> addresses, Labels labels, String source) {
        List<Labels> targets = addresses.stream().map(a -> Labels.of("__address__", a)).toList();
        return new TargetGroup(targets, labels, source);
    }
}
